package io.github.backcheck.testing.jqwik;

import java.util.function.Predicate;
import java.util.stream.Stream;
import net.jqwik.api.Shrinkable;
import net.jqwik.api.ShrinkingDistance;

/** A network case that jqwik makes simpler as long as it fails. */
final class CaseShrinkable implements Shrinkable<NetworkCase> {

    private final NetworkCase network;
    private final Simplifications simplifications;
    private final Predicate<NetworkCase> allowed;

    CaseShrinkable(NetworkCase network, Simplifications simplifications, Predicate<NetworkCase> allowed) {
        this.network = network;
        this.simplifications = simplifications;
        this.allowed = allowed;
    }

    @Override
    public NetworkCase value() {
        return network;
    }

    @Override
    public Stream<Shrinkable<NetworkCase>> shrink() {
        return simplifications
                .of(network)
                .filter(allowed)
                .map(simpler -> new CaseShrinkable(simpler, simplifications, allowed));
    }

    @Override
    public ShrinkingDistance distance() {
        return simplifications.distance(network);
    }

    /** In the report of a failed property. */
    @Override
    public String toString() {
        return network.toString();
    }
}
