package io.github.backcheck.testing;

import io.github.backcheck.gradient.GradientCheck;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Model;
import io.github.backcheck.text.Fact;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/**
 * All that a right network keeps to, as small named tests, one for each {@link NetworkLaw}.
 *
 * <pre>{@code
 * Stream<DynamicTest> keepsTheContract() {   // with @TestFactory
 *     return NetworkContract.ofEach(() -> wrap(new MyNetwork(1)))
 *             .on(batch)
 *             .data(digits)
 *             .expectingFailure(NetworkLaw.GRADIENT_IN_ANY_ORDER, "takes its samples one by one")
 *             .tests();
 * }
 * }</pre>
 *
 * <p>A law that cannot be judged because the network does not offer what that needs is reported as aborted, with the reason. The
 * parameters are put back after each test; what else a network keeps between training steps, such as momentum, is not, so that a
 * fresh network for each test ({@link #ofEach}) is the safer choice. Immutable; each setting returns a new contract.
 */
public final class NetworkContract {

    /** Network, samples and seed. */
    private record Subject(Supplier<Model> model, Batch batch, Batch data, long seed) {
        Specimen specimen() {
            Model network = Objects.requireNonNull(model.get(), "the supplier of the model returned null");
            return new Specimen(network, batch, data, seed);
        }
    }

    private final Subject subject;
    private final Map<NetworkLaw, String> expected;
    private final Set<NetworkLaw> left;

    private NetworkContract(Subject subject, Map<NetworkLaw, String> expected, Set<NetworkLaw> left) {
        this.subject = subject;
        this.expected = expected;
        this.left = left;
    }

    /**
     * A contract of one network, which all tests share.
     *
     * @param model the network
     * @return to be given samples
     */
    public static WithoutBatch of(Model model) {
        Objects.requireNonNull(model, "the model is null");
        return new WithoutBatch(() -> model);
    }

    /**
     * A contract of networks that are made anew for each test, when it is run.
     *
     * @param model makes the network, the same each time
     * @return to be given samples
     */
    public static WithoutBatch ofEach(Supplier<Model> model) {
        return new WithoutBatch(Objects.requireNonNull(model, "the supplier of the model is null"));
    }

    /** A contract that lacks its samples. */
    public static final class WithoutBatch {
        private final Supplier<Model> model;

        private WithoutBatch(Supplier<Model> model) {
            this.model = model;
        }

        /**
         * Gives the samples.
         *
         * @param batch of the model's number of inputs and outputs; eight to 32 samples of several classes tell the most
         * @return the contract with its default settings: these samples as data, too; seed 1; no failure expected
         */
        public NetworkContract on(Batch batch) {
            Objects.requireNonNull(batch, "the batch is null");
            return new NetworkContract(new Subject(model, batch, batch, 1), Map.of(), Set.of());
        }
    }

    /**
     * The same with more samples, for the laws that need them: no unit dead, eight samples learned.
     *
     * @param data of the model's number of inputs and outputs, some hundreds
     * @return a new contract
     */
    public NetworkContract data(Batch data) {
        Objects.requireNonNull(data, "the data is null");
        return new NetworkContract(new Subject(subject.model, subject.batch, data, subject.seed), expected, left);
    }

    /**
     * The same with another seed.
     *
     * @param seed any number
     * @return a new contract
     */
    public NetworkContract seed(long seed) {
        return new NetworkContract(new Subject(subject.model, subject.batch, subject.data, seed), expected, left);
    }

    /**
     * The same with a law that is known to be broken. Its test passes as long as that is so, and fails when the law has begun to
     * hold. A law that cannot be judged stays aborted.
     *
     * @param law which
     * @param reason why it is broken, for the name of the test
     * @return a new contract
     * @throws IllegalArgumentException if the reason is blank, or the law is left out
     */
    public NetworkContract expectingFailure(NetworkLaw law, String reason) {
        Objects.requireNonNull(law, "the law is null");
        if (reason.isBlank()) {
            throw new IllegalArgumentException("a failure of " + law.name() + " is expected without a reason");
        }
        requireNot(left.contains(law), law);
        Map<NetworkLaw, String> more = new EnumMap<>(NetworkLaw.class);
        more.putAll(expected);
        more.put(law, reason);
        return new NetworkContract(subject, Collections.unmodifiableMap(more), left);
    }

    /**
     * The same without some laws.
     *
     * @param laws that are not asked about
     * @return a new contract
     * @throws IllegalArgumentException if one of them is expected to fail, or if none would be left
     */
    public NetworkContract without(NetworkLaw... laws) {
        Set<NetworkLaw> more = EnumSet.noneOf(NetworkLaw.class);
        more.addAll(left);
        more.addAll(Arrays.asList(laws));
        more.forEach(law -> requireNot(expected.containsKey(law), law));
        if (more.size() == NetworkLaw.values().length) {
            throw new IllegalArgumentException("every law is left out: there would be no test");
        }
        return new NetworkContract(subject, expected, Collections.unmodifiableSet(more));
    }

    private static void requireNot(boolean both, NetworkLaw law) {
        if (both) {
            throw new IllegalArgumentException(law.name() + " is expected to fail and left out: one of the two");
        }
    }

    /**
     * The tests, in the order of the laws.
     *
     * @return one for each law that is not left out, for a method with {@code @TestFactory}
     */
    public Stream<DynamicTest> tests() {
        return Arrays.stream(NetworkLaw.values())
                .filter(law -> !left.contains(law))
                .map(law -> DynamicTest.dynamicTest(name(law), () -> check(law)));
    }

    private String name(NetworkLaw law) {
        return Optional.ofNullable(expected.get(law))
                .map(reason -> law + " (expected to fail: " + reason + ")")
                .orElse(law.toString());
    }

    /**
     * Makes one of the tests by itself.
     *
     * @param law which
     * @throws AssertionFailedError if the law is broken, or holds although it was expected to be broken
     * @throws TestAbortedException if it cannot be judged
     * @throws io.github.backcheck.model.ModelException if the network throws
     * @throws IllegalArgumentException if the samples do not fit the network
     */
    public void check(NetworkLaw law) {
        Specimen specimen = subject.specimen();
        requireFit(specimen.model());
        Outcome outcome = law.judge(specimen);
        Optional<String> reason = Optional.ofNullable(expected.get(law));
        if (outcome.isWrong()) {
            if (reason.isEmpty()) {
                outcome.endingWith(foot(law, outcome)).orThrow(Unjudged.nothing());
            }
        } else if (!outcome.isJudged()) {
            throw new TestAbortedException(outcome.reason());
        } else if (reason.isPresent()) {
            throw new AssertionFailedError(law + ": this holds by now, and was expected to fail: " + reason.get()
                    + "\n    to mend the test  take expectingFailure(NetworkLaw." + law.name() + ", ...) away");
        }
    }

    private void requireFit(Model model) {
        // Shape errors are the gradient check's to report, in its words.
        GradientCheck.of(model).on(subject.batch);
        GradientCheck.of(model).on(subject.data);
    }

    private List<Fact> foot(NetworkLaw law, Outcome outcome) {
        if (!outcome.foot().isEmpty()) {
            return outcome.foot();
        }
        boolean more = !subject.data.equals(subject.batch);
        return List.of(
                new Fact(
                        "checked",
                        "a " + subject.batch + (more ? "; data: a " + subject.data : "") + "; seed " + subject.seed),
                new Fact(
                        "reproduce",
                        "NetworkContract.of(model).on(batch)" + (more ? ".data(data)" : "") + ".seed(" + subject.seed
                                + ").check(NetworkLaw." + law.name() + ");"));
    }

    /** The laws and what is expected of them. */
    @Override
    public String toString() {
        return "contract of " + (NetworkLaw.values().length - left.size()) + " laws on a " + subject.batch
                + (expected.isEmpty() ? "" : ", of which are expected to fail: " + expected.keySet());
    }
}
