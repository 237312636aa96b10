package io.github.backcheck.testing.jqwik;

import io.github.backcheck.defect.Catalogue;
import io.github.backcheck.defect.Change;
import io.github.backcheck.defect.Defect;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.RandomGenerator;
import net.jqwik.api.Shrinkable;
import net.jqwik.api.ShrinkingDistance;

/** Puts a defect of backpropagation into networks. */
final class BrokenGenerator implements RandomGenerator<BrokenCase> {

    private static final List<Defect> DEFECTS = Catalogue.all().stream()
            .filter(defect -> defect.change() instanceof Change.Backward)
            .toList();

    private final RandomGenerator<NetworkCase> networks;

    BrokenGenerator(RandomGenerator<NetworkCase> networks) {
        this.networks = networks;
    }

    @Override
    public Shrinkable<BrokenCase> next(Random random) {
        Shrinkable<NetworkCase> network = networks.next(random);
        List<BrokenCase> possible =
                DEFECTS.stream().flatMap(defect -> in(network.value(), defect)).toList();
        return new Broken(network, possible.get(random.nextInt(possible.size())));
    }

    private static Stream<BrokenCase> in(NetworkCase network, Defect defect) {
        return IntStream.range(0, network.architecture().depth())
                .filter(layer -> defect.fits(network.architecture(), layer))
                .mapToObj(layer -> new BrokenCase(network, defect, layer));
    }

    /** Where the network shrinks, the defect goes along to any layer that it fits, the same layer first. */
    private record Broken(Shrinkable<NetworkCase> network, BrokenCase value) implements Shrinkable<BrokenCase> {

        @Override
        public Stream<Shrinkable<BrokenCase>> shrink() {
            return network.shrink()
                    .flatMap(simpler -> Stream.of(value.layer(), value.layer() - 1)
                            .filter(layer -> value.defect().fits(simpler.value().architecture(), layer))
                            .map(layer -> new Broken(simpler, new BrokenCase(simpler.value(), value.defect(), layer))));
        }

        @Override
        public ShrinkingDistance distance() {
            return network.distance();
        }
    }
}
