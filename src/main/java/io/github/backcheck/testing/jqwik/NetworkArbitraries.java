package io.github.backcheck.testing.jqwik;

import io.github.backcheck.defect.Catalogue;
import io.github.backcheck.defect.Defect;
import io.github.backcheck.mlp.Mlp;
import io.github.backcheck.model.Activation;
import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Loss;
import io.github.backcheck.model.Reduction;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Shrinkable;

/**
 * Arbitrary networks for jqwik, and batches that fit them. What fails shrinks to the network with the fewest layers, then the
 * fewest units, the fewest samples, the simplest functions and the simplest numbers: a unit or a sample is taken out and the
 * rest stays as it was.
 *
 * <pre>{@code
 * @Provide
 * Arbitrary<NetworkCase> sigmoidNetworks() {
 *     return NetworkArbitraries.usual().layers(2, 3).activations(Activation.SIGMOID).networks();
 * }
 * }</pre>
 *
 * <p>All numbers are between −1 and 1 with one decimal. No unit is within 0.001 of the kink of a ReLU, where a loss has no
 * derivative. Immutable; each setting returns new arbitraries. Nothing has edge cases: small networks are drawn often enough.
 */
public final class NetworkArbitraries {

    private static final NetworkArbitraries USUAL = new NetworkArbitraries(Limits.USUAL);

    private final Limits limits;

    private NetworkArbitraries(Limits limits) {
        this.limits = limits;
    }

    /**
     * Networks of 1 to 4 layers of 1 to 4 units with identity, tanh, sigmoid or ReLU; half squared error, or one of the
     * cross-entropies on its head; mean over 1 to 5 samples, no penalty.
     *
     * @return the arbitraries
     */
    public static NetworkArbitraries usual() {
        return USUAL;
    }

    /**
     * The same with other numbers of layers.
     *
     * @param fewest at least 1
     * @param most not below fewest
     * @return new arbitraries
     * @throws IllegalArgumentException if the numbers are out of range
     */
    public NetworkArbitraries layers(int fewest, int most) {
        return new NetworkArbitraries(
                limits.withShape(Range.of(fewest, most, "layers"), limits.units(), limits.samples()));
    }

    /**
     * The same with other numbers of units in a layer, inputs and outputs included. A softmax head has 2 outputs or more.
     *
     * @param fewest at least 1
     * @param most not below fewest
     * @return new arbitraries
     * @throws IllegalArgumentException if the numbers are out of range
     */
    public NetworkArbitraries units(int fewest, int most) {
        return new NetworkArbitraries(
                limits.withShape(limits.layers(), Range.of(fewest, most, "units"), limits.samples()));
    }

    /**
     * The same with other numbers of samples in a batch.
     *
     * @param fewest at least 1
     * @param most not below fewest
     * @return new arbitraries
     * @throws IllegalArgumentException if the numbers are out of range
     */
    public NetworkArbitraries samples(int fewest, int most) {
        return new NetworkArbitraries(
                limits.withShape(limits.layers(), limits.units(), Range.of(fewest, most, "samples")));
    }

    /**
     * The same with other activations, in hidden layers and below a squared error.
     *
     * @param simplestFirst at least one, and no softmax, which comes with its loss
     * @return new arbitraries
     * @throws IllegalArgumentException if there is none, one twice, or softmax
     */
    public NetworkArbitraries activations(Activation... simplestFirst) {
        List<Activation> all = distinct("activation", List.of(simplestFirst));
        if (all.contains(Activation.SOFTMAX)) {
            throw new IllegalArgumentException(
                    "softmax is an activation of the last layer only: allow it by losses(Loss.SOFTMAX_CROSS_ENTROPY)");
        }
        return new NetworkArbitraries(limits.withActivations(all));
    }

    /**
     * The same with other losses. A cross-entropy brings its head with it, softmax or sigmoid.
     *
     * @param simplestFirst at least one
     * @return new arbitraries
     * @throws IllegalArgumentException if there is none, or one twice
     */
    public NetworkArbitraries losses(Loss... simplestFirst) {
        return new NetworkArbitraries(limits.withLosses(distinct("loss", List.of(simplestFirst))));
    }

    /**
     * The same with other ways to put the losses of a batch together.
     *
     * @param simplestFirst at least one
     * @return new arbitraries
     * @throws IllegalArgumentException if there is none, or one twice
     */
    public NetworkArbitraries reductions(Reduction... simplestFirst) {
        return new NetworkArbitraries(limits.withReductions(distinct("reduction", List.of(simplestFirst))));
    }

    /**
     * The same with penalties (λ/2) Σ w².
     *
     * @param simplestFirst at least one λ, each at least 0 and finite
     * @return new arbitraries
     * @throws IllegalArgumentException if there is none, one twice, or one out of range
     */
    public NetworkArbitraries penalties(double... simplestFirst) {
        for (double lambda : simplestFirst) {
            if (!(lambda >= 0 && lambda < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException(
                        "the penalty lambda is " + lambda + ", 0 or a positive number was expected");
            }
        }
        return new NetworkArbitraries(limits.withPenalties(
                distinct("penalty", Arrays.stream(simplestFirst).boxed().toList())));
    }

    private static <T> List<T> distinct(String what, List<T> all) {
        if (all.isEmpty() || Set.copyOf(all).size() < all.size()) {
            throw new IllegalArgumentException(
                    "at least one " + what + ", and none twice, was expected, they are " + all);
        }
        return all;
    }

    /**
     * Networks with their weights, and batches that fit them. What most properties start from.
     *
     * @return the arbitrary
     */
    public Arbitrary<NetworkCase> networks() {
        return Arbitraries.fromGenerator(new CaseGenerator(limits));
    }

    /**
     * Architectures alone.
     *
     * @return the arbitrary
     */
    public Arbitrary<Architecture> architectures() {
        return partly(
                limits,
                EnumSet.of(Part.SHAPE),
                random -> Empty.network(CaseGenerator.architecture(limits, random)),
                NetworkCase::architecture);
    }

    /**
     * Reference networks with their weights, as {@link NetworkCase#network()} makes them: a new one for each try.
     *
     * @return the arbitrary
     */
    public Arbitrary<Mlp> mlps() {
        return partly(
                limits,
                EnumSet.of(Part.SHAPE, Part.WEIGHTS),
                random ->
                        Empty.withoutData(CaseGenerator.network(CaseGenerator.architecture(limits, random), 1, random)),
                NetworkCase::network);
    }

    /**
     * Batches of any shape, for code that takes nothing else. Where a network is in play too take {@link #networks()} or
     * {@link #batches(Architecture)}, whose batches fit.
     *
     * @return the arbitrary
     */
    public Arbitrary<Batch> batches() {
        Limits flat = limits.withShape(new Range(1, 1), limits.units(), limits.samples());
        return partly(
                flat,
                EnumSet.of(Part.SHAPE, Part.SAMPLES, Part.DATA),
                random -> {
                    Architecture shape = CaseGenerator.architecture(flat, random);
                    Batch batch = CaseGenerator.batch(shape, flat.samples().draw(random), random);
                    return Empty.network(shape, batch);
                },
                NetworkCase::batch);
    }

    /**
     * Batches that fit an architecture: one-hot targets for softmax cross-entropy, 0 or 1 for binary cross-entropy, numbers
     * from −1 to 1 otherwise.
     *
     * @param architecture of the network
     * @return the arbitrary
     * @throws NullPointerException if the architecture is null
     */
    public Arbitrary<Batch> batches(Architecture architecture) {
        Objects.requireNonNull(architecture, "the architecture is null");
        return partly(
                limits,
                EnumSet.of(Part.SAMPLES, Part.DATA),
                random -> Empty.network(
                        architecture,
                        CaseGenerator.batch(architecture, limits.samples().draw(random), random)),
                NetworkCase::batch);
    }

    /**
     * Classes of samples, as {@link Batch#labelled} takes them; as many as there may be samples. They shrink to few, and to
     * class 0.
     *
     * @param classes number of classes, at least 2
     * @return the arbitrary
     * @throws IllegalArgumentException if there are fewer than 2 classes
     */
    public Arbitrary<int[]> labels(int classes) {
        if (classes < 2) {
            throw new IllegalArgumentException("the number of classes must be at least 2, it is " + classes);
        }
        return Arbitraries.integers()
                .between(0, classes - 1)
                .array(int[].class)
                .ofMinSize(limits.samples().from())
                .ofMaxSize(limits.samples().to());
    }

    /**
     * Every defect of the catalogue.
     *
     * @return the arbitrary
     */
    public static Arbitrary<Defect> defects() {
        return Arbitraries.of(Catalogue.all());
    }

    /**
     * Networks with a defect in one layer that makes the gradient for the batch wrong: to try a check of one's own on. What was
     * drawn and would make no difference, such as a sum instead of a mean with one sample, is drawn again. Some defects show from
     * the second call on. The network shrinks, the defect stays what it is.
     *
     * @return the arbitrary
     */
    public Arbitrary<BrokenCase> brokenNetworks() {
        return Arbitraries.fromGenerator(new BrokenGenerator(new CaseGenerator(limits)));
    }

    private static <T> Arbitrary<T> partly(
            Limits limits, Set<Part> parts, Function<Random, NetworkCase> draw, Function<NetworkCase, T> part) {
        Simplifications simplifications = new Simplifications(limits, parts);
        return Arbitraries.fromGenerator((Random random) -> {
            Shrinkable<NetworkCase> drawn = new CaseShrinkable(draw.apply(random), simplifications, network -> true);
            return drawn.map(part);
        });
    }
}
