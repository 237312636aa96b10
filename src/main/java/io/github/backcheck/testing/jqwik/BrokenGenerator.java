package io.github.backcheck.testing.jqwik;

import io.github.backcheck.defect.Catalogue;
import io.github.backcheck.defect.Change;
import io.github.backcheck.defect.Defect;
import io.github.backcheck.mlp.Optimiser;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Gradient;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.Parameter;
import io.github.backcheck.model.ParameterSnapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.DoublePredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.RandomGenerator;
import net.jqwik.api.Shrinkable;
import net.jqwik.api.ShrinkingDistance;

/** Puts a defect of backpropagation into networks, where it makes a difference. */
final class BrokenGenerator implements RandomGenerator<BrokenCase> {

    private static final List<Defect> DEFECTS = Catalogue.all().stream()
            .filter(defect -> defect.change() instanceof Change.Backward)
            .toList();

    /** Of numbers of about 1, far more than finite differences are off by. */
    private static final double CLEAR = 1e-4;

    private static final int MOST_DRAWS = 1000;
    private static final int MOST_PICKS = 10;

    private final RandomGenerator<NetworkCase> networks;

    BrokenGenerator(RandomGenerator<NetworkCase> networks) {
        this.networks = networks;
    }

    @Override
    public Shrinkable<BrokenCase> next(Random random) {
        for (int draws = 0; draws < MOST_DRAWS; draws++) {
            Shrinkable<NetworkCase> network = networks.next(random);
            List<BrokenCase> possible = new ArrayList<>(DEFECTS.stream()
                    .flatMap(defect -> in(network.value(), defect))
                    .toList());
            for (int picks = 0; picks < MOST_PICKS; picks++) {
                BrokenCase picked = possible.get(random.nextInt(possible.size()));
                if (shows(picked)) {
                    return new Broken(network, picked);
                }
            }
        }
        throw new IllegalStateException("in " + MOST_DRAWS + " networks no defect showed: allow more units or samples");
    }

    /** Whether the gradient is wrong: at once, asked for again, or after it was asked for at other weights. */
    private static boolean shows(BrokenCase broken) {
        Batch batch = broken.network().batch();
        Model right = broken.network().network().asModel("right", Optimiser.sgd(0.1));
        Model wrong = broken.model();
        boolean atOnce = differ(right, wrong, batch, value -> true);
        boolean askedAgain = differ(right, wrong, batch, value -> true);
        if (atOnce || askedAgain) {
            return true;
        }
        Model elsewhere = broken.model();
        try (ParameterSnapshot before = elsewhere.snapshot()) {
            for (Parameter parameter : elsewhere.parameters()) {
                parameter.assign(Arrays.stream(parameter.values())
                        .map(value -> 0.9 * value)
                        .toArray());
            }
            elsewhere.gradient(batch);
            before.restore();
        }
        // Where nothing is right but 0, what is left over from elsewhere is all that shows; few look for that.
        return differ(right, elsewhere, batch, value -> value != 0);
    }

    private static boolean differ(Model right, Model wrong, Batch batch, DoublePredicate counts) {
        Gradient expected = right.gradient(batch);
        Gradient given = wrong.gradient(batch);
        for (Parameter parameter : right.parameters()) {
            double[] one = expected.of(parameter).orElseThrow();
            double[] other =
                    given.of(wrong.find(parameter.name()).orElseThrow()).orElseThrow();
            for (int i = 0; i < one.length; i++) {
                boolean isClear = Math.abs(one[i] - other[i]) > CLEAR * Math.max(1, Math.abs(one[i]));
                if (isClear && counts.test(one[i])) {
                    return true;
                }
            }
        }
        return false;
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
                            .map(layer -> new BrokenCase(simpler.value(), value.defect(), layer))
                            .filter(BrokenGenerator::shows)
                            .map(broken -> new Broken(simpler, broken)));
        }

        @Override
        public ShrinkingDistance distance() {
            return network.distance();
        }
    }
}
