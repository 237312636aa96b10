package io.github.backcheck.testing.jqwik;

import io.github.backcheck.defect.Defect;
import io.github.backcheck.mlp.Mlp;
import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Batch;
import java.util.Objects;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Provide;
import net.jqwik.api.domains.DomainContextBase;

/**
 * Lets a property ask for networks by their type: {@code @ForAll NetworkCase}, {@link BrokenCase}, {@link Architecture},
 * {@link Mlp}, {@link Batch}, {@link Defect}.
 *
 * <pre>{@code
 * @Property
 * @Domain(NetworkDomain.class)
 * void gradientOfMyBackpropAgrees(@ForAll NetworkCase network) { ... }
 * }</pre>
 *
 * <p>Parameters of a property are drawn independently, so a {@code Batch} beside an {@code Architecture} is of another shape;
 * a {@code NetworkCase} has both, and weights. For other networks than {@link NetworkArbitraries#usual()} extend it:
 *
 * <pre>{@code
 * class SigmoidNetworks extends NetworkDomain {
 *     SigmoidNetworks() {
 *         super(NetworkArbitraries.usual().activations(Activation.SIGMOID).losses(Loss.HALF_SQUARED_ERROR));
 *     }
 * }
 * }</pre>
 */
public class NetworkDomain extends DomainContextBase {

    private final NetworkArbitraries arbitraries;

    /** With the usual networks. */
    public NetworkDomain() {
        this(NetworkArbitraries.usual());
    }

    /**
     * With networks of one's own choice.
     *
     * @param arbitraries what to draw from
     */
    protected NetworkDomain(NetworkArbitraries arbitraries) {
        this.arbitraries = Objects.requireNonNull(arbitraries, "the arbitraries are null");
    }

    /**
     * Networks with their weights and batches that fit them.
     *
     * @return the arbitrary
     */
    @Provide
    public Arbitrary<NetworkCase> networks() {
        return arbitraries.networks();
    }

    /**
     * Networks with a defect in backpropagation.
     *
     * @return the arbitrary
     */
    @Provide
    public Arbitrary<BrokenCase> brokenNetworks() {
        return arbitraries.brokenNetworks();
    }

    /**
     * Architectures alone.
     *
     * @return the arbitrary
     */
    @Provide
    public Arbitrary<Architecture> architectures() {
        return arbitraries.architectures();
    }

    /**
     * Reference networks.
     *
     * @return the arbitrary
     */
    @Provide
    public Arbitrary<Mlp> mlps() {
        return arbitraries.mlps();
    }

    /**
     * Batches of any shape.
     *
     * @return the arbitrary
     */
    @Provide
    public Arbitrary<Batch> batches() {
        return arbitraries.batches();
    }

    /**
     * Defects of the catalogue.
     *
     * @return the arbitrary
     */
    @Provide
    public Arbitrary<Defect> defects() {
        return NetworkArbitraries.defects();
    }
}
