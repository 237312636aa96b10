package io.github.backcheck.model;

import static io.github.backcheck.model.HighPrecision.errorInRoundOffs;
import static io.github.backcheck.model.HighPrecision.exact;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ActivationTest {

    /** Values, in units of 2⁻⁵³: an exp or tanh of up to 2.5 ulp (5 units) as {@link Math} promises, and two roundings. */
    private static final double VALUE_ROUND_OFFS = 8;

    /**
     * Increments, in units of 2⁻⁵³: up to three functions of {@link Math}, which may be off by 1 to 2.5 ulp each, and six
     * roundings. With the functions of OpenJDK 17 the largest seen on the grid below is 4.8.
     */
    private static final double INCREMENT_ROUND_OFFS = 12;

    /** What a sigmoid may lose on the way from where it is 0 in doubles: exp(−300) counts as nothing. */
    private static final double UNDERFLOW = 1e-100;

    /** The step of the difference quotients that derivatives are held against. */
    private static final double STEP = 1e-5;

    /** The truncation error of a central difference, f‴ h² / 6 with |f‴| at most 2, and rounding 2⁻⁵³ · 40 / h. */
    private static final double QUOTIENT_ERROR = 1e-9;

    /** From deep saturation on one side to deep saturation on the other, with the kink and its surroundings. */
    private static final double[] PRE_ACTIVATIONS = {
        -40, -37.5, -30, -20, -10, -5, -2.2, -1, -0.5, -0.1, -1e-3, -1e-9, -0.0, 0, 1e-9, 1e-3, 0.1, 0.5, 0.54, 1, 1.47,
        2.19, 2.2, 3, 5, 10, 20, 30, 37.5, 40
    };

    private static final double[] MOVES = {1e-12, 1e-9, 1e-6, 1e-4, 1e-3, 0.1, 0.49, 0.51, 1, 2.3, 5, 10};

    private record Case(Elementwise activation, UnaryOperator<BigDecimal> truth) {
        @Override
        public String toString() {
            return activation.name();
        }
    }

    static Stream<Case> elementwise() {
        return Stream.of(
                new Case(Activation.IDENTITY, z -> z),
                new Case(Activation.SIGMOID, HighPrecision::sigmoid),
                new Case(Activation.TANH, HighPrecision::tanh),
                new Case(Activation.RELU, z -> HighPrecision.leakyRelu(z, 0)),
                new Case(Activation.LEAKY_RELU, z -> HighPrecision.leakyRelu(z, 0.01)),
                new Case(Activation.leakyRelu(0.3), z -> HighPrecision.leakyRelu(z, 0.3)),
                new Case(Activation.ELU, z -> HighPrecision.elu(z, 1)),
                new Case(Activation.elu(0.5), z -> HighPrecision.elu(z, 0.5)),
                new Case(Activation.SOFTPLUS, HighPrecision::softplus));
    }

    @Nested
    class Value {

        @ParameterizedTest
        @MethodSource("io.github.backcheck.model.ActivationTest#elementwise")
        void isThatOfTheFormulaToTheLastDigits(Case given) {
            for (double z : PRE_ACTIVATIONS) {
                double a = given.activation.value(z);
                assertThat(errorInRoundOffs(a, given.truth.apply(exact(z))))
                        .as("%s(%s) = %s", given, z, a)
                        .isLessThanOrEqualTo(VALUE_ROUND_OFFS);
            }
        }

        @ParameterizedTest
        @MethodSource("io.github.backcheck.model.ActivationTest#elementwise")
        void isFiniteFarOutAndNanForNan(Case given) {
            for (double z : new double[] {-1e4, -1000, -746, 746, 1000, 1e4}) {
                assertThat(given.activation.value(z)).as("%s(%s)", given, z).isFinite();
                assertThat(given.activation.derivative(z))
                        .as("%s'(%s)", given, z)
                        .isBetween(0.0, given.activation.largestDerivative());
            }
            assertThat(given.activation.value(Double.NaN)).isNaN();
        }

        @Test
        void ofReluIsNeverMinusZeroNorNanBelowZero() {
            assertThat(Activation.RELU.value(-3)).isEqualTo(0.0).matches(a -> Double.doubleToRawLongBits(a) == 0);
            assertThat(Activation.RELU.value(-0.0)).matches(a -> Double.doubleToRawLongBits(a) == 0);
            assertThat(Activation.RELU.value(Double.NEGATIVE_INFINITY)).isZero();
            assertThat(Activation.RELU.value(Double.POSITIVE_INFINITY)).isInfinite();
        }
    }

    @Nested
    class Derivative {

        @ParameterizedTest
        @MethodSource("io.github.backcheck.model.ActivationTest#elementwise")
        void isTheLimitOfDifferenceQuotients(Case given) {
            for (double z : PRE_ACTIVATIONS) {
                if (given.activation.kink().isPresent() && Math.abs(z) < STEP) {
                    continue;
                }
                double quotient = (given.activation.value(z + STEP) - given.activation.value(z - STEP))
                        / ((z + STEP) - (z - STEP));
                assertThat(given.activation.derivative(z))
                        .as("%s'(%s)", given, z)
                        .isCloseTo(quotient, within(Math.abs(z) < STEP ? STEP : QUOTIENT_ERROR));
            }
        }

        @Test
        void ofSaturatedUnitsKeepsItsRelativePrecision() {
            for (double z : PRE_ACTIVATIONS) {
                BigDecimal a = HighPrecision.sigmoid(exact(z));
                BigDecimal t = HighPrecision.tanh(exact(z));
                BigDecimal sigmoid = a.multiply(BigDecimal.ONE.subtract(a), HighPrecision.DIGITS);
                BigDecimal tanh = BigDecimal.ONE.subtract(t.multiply(t, HighPrecision.DIGITS));
                assertThat(errorInRoundOffs(Activation.SIGMOID.derivative(z), sigmoid))
                        .as("sigmoid'(%s)", z)
                        .isLessThanOrEqualTo(VALUE_ROUND_OFFS);
                assertThat(errorInRoundOffs(Activation.TANH.derivative(z), tanh))
                        .as("tanh'(%s)", z)
                        .isLessThanOrEqualTo(VALUE_ROUND_OFFS);
            }
        }

        @Test
        void atAKinkIsThatFromBelow() {
            assertThat(Activation.RELU.derivative(0)).isZero();
            assertThat(Activation.leakyRelu(0.2).derivative(0)).isEqualTo(0.2);
            assertThat(Activation.elu(0.5).derivative(0)).isEqualTo(0.5);
        }

        @ParameterizedTest
        @MethodSource("io.github.backcheck.model.ActivationTest#elementwise")
        void neverExceedsTheLargestAndReachesIt(Case given) {
            double largest = Double.NEGATIVE_INFINITY;
            for (double z : PRE_ACTIVATIONS) {
                largest = Math.max(largest, given.activation.derivative(z));
            }
            assertThat(largest).isEqualTo(given.activation.largestDerivative());
        }

        @Test
        void ofAnEluWithLargeAlphaIsLargestAtTheKink() {
            assertThat(Activation.elu(3).largestDerivative()).isEqualTo(3);
            assertThat(Activation.elu(3).derivative(0)).isEqualTo(3);
        }
    }

    @Nested
    class Increment {

        @ParameterizedTest
        @MethodSource("io.github.backcheck.model.ActivationTest#elementwise")
        void isTheDifferenceOfTwoValuesToTheLastDigits(Case given) {
            int looked = 0;
            for (double z : PRE_ACTIVATIONS) {
                BigDecimal before = given.truth.apply(exact(z));
                for (double length : MOVES) {
                    for (double d : new double[] {length, -length}) {
                        BigDecimal moved = exact(z).add(exact(d));
                        BigDecimal truth = given.truth.apply(moved).subtract(before, HighPrecision.DIGITS);
                        double increment = given.activation.increment(z, given.activation.value(z), d);
                        assertThat(errorInRoundOffs(increment, truth))
                                .as("%s(%s + %s) - %s(%s) = %s", given, z, d, given, z, increment)
                                .isLessThanOrEqualTo(INCREMENT_ROUND_OFFS);
                        looked++;
                    }
                }
            }
            assertThat(looked).isEqualTo(2 * MOVES.length * PRE_ACTIVATIONS.length);
        }

        @ParameterizedTest
        @MethodSource("io.github.backcheck.model.ActivationTest#elementwise")
        void ofMovesAcrossAndNextToZeroIsAsGood(Case given) {
            Random random = new Random(20261101);
            for (int i = 0; i < 100; i++) {
                double z = random.nextGaussian() * Math.pow(10, -random.nextInt(12));
                double d = -z * (0.5 + random.nextDouble());
                BigDecimal truth = given.truth
                        .apply(exact(z).add(exact(d)))
                        .subtract(given.truth.apply(exact(z)), HighPrecision.DIGITS);
                assertThat(errorInRoundOffs(given.activation.increment(z, given.activation.value(z), d), truth))
                        .as("%s, z = %s, d = %s", given, z, d)
                        .isLessThanOrEqualTo(INCREMENT_ROUND_OFFS);
            }
        }

        @ParameterizedTest
        @MethodSource("io.github.backcheck.model.ActivationTest#elementwise")
        void ofTheLongestMovesIsFiniteAndEndsUpRight(Case given) {
            double[] far = {-1500, -800, -720, -300, 0, 300, 720, 800, 1500};
            for (double from : far) {
                for (double to : far) {
                    double difference = given.activation.value(to) - given.activation.value(from);
                    assertThat(given.activation.increment(from, given.activation.value(from), to - from))
                            .as("%s from %s to %s", given, from, to)
                            .isCloseTo(
                                    difference, within(VALUE_ROUND_OFFS * Math.ulp(Math.abs(difference)) + UNDERFLOW));
                }
            }
        }

        @ParameterizedTest
        @MethodSource("io.github.backcheck.model.ActivationTest#elementwise")
        void ofNoMoveIsZeroAndOfNanIsNan(Case given) {
            for (double z : PRE_ACTIVATIONS) {
                double a = given.activation.value(z);
                assertThat(given.activation.increment(z, a, 0)).isZero();
                assertThat(given.activation.increment(z, a, Double.NaN)).isNaN();
            }
        }

        @Test
        void ofReluAtNanDoesNotLookLikeNoMovement() {
            assertThat(Activation.RELU.increment(Double.NaN, Double.NaN, 1e-3)).isNaN();
            assertThat(Activation.LEAKY_RELU.increment(Double.NaN, Double.NaN, 1e-3))
                    .isNaN();
        }
    }

    @Nested
    class ShortIncrements {

        /** As above, with one more rounding for the weight and three for the series. */
        private static final double SHORT_ROUND_OFFS = 16;

        private static final double WEIGHT = -0.75;

        private static final double[] SHORT_MOVES = {1e-15, 1e-12, 1e-9, 1e-6, ShortIncrement.LONGEST};

        @ParameterizedTest
        @MethodSource("io.github.backcheck.model.ActivationTest#elementwise")
        void areDifferencesOfTwoValuesToTheLastDigits(Case given) {
            int looked = 0;
            for (double length : SHORT_MOVES) {
                for (double move : new double[] {length, -length}) {
                    double[] z = Arrays.stream(PRE_ACTIVATIONS)
                            .filter(at -> given.activation.seam().isEmpty() || Math.abs(at) > length)
                            .toArray();
                    double[] into = shortIncrements(given.activation, z, move / WEIGHT);
                    for (int n = 0; n < z.length; n++) {
                        BigDecimal moved = exact(z[n]).add(exact(move));
                        BigDecimal truth =
                                given.truth.apply(moved).subtract(given.truth.apply(exact(z[n])), HighPrecision.DIGITS);
                        assertThat(errorInRoundOffs(into[n], truth))
                                .as("%s(%s + %s) - %s(%s) = %s", given, z[n], move, given, z[n], into[n])
                                .isLessThanOrEqualTo(SHORT_ROUND_OFFS);
                        looked++;
                    }
                }
            }
            assertThat(looked).isGreaterThan(2 * (SHORT_MOVES.length - 1) * (PRE_ACTIVATIONS.length - 4));
        }

        private double[] shortIncrements(Elementwise f, double[] z, double move) {
            double[] a = Arrays.stream(z).map(f::value).toArray();
            double[] slopes = new double[z.length];
            Arrays.setAll(slopes, n -> f.derivative(z[n], a[n]));
            double[] moves = new double[z.length];
            Arrays.fill(moves, move);
            double[] into = new double[z.length];
            f.shortIncrement(a, slopes).of(WEIGHT, moves, into);
            return into;
        }

        @ParameterizedTest
        @MethodSource("io.github.backcheck.model.ActivationTest#elementwise")
        void mayBeWrittenOverTheMoves(Case given) {
            double[] a = {given.activation.value(0.5), given.activation.value(-1)};
            double[] slopes = {given.activation.derivative(0.5), given.activation.derivative(-1)};
            ShortIncrement increment = given.activation.shortIncrement(a, slopes);
            double[] moves = {1e-6, -2e-6};
            double[] into = new double[2];
            increment.of(3, moves, into);
            increment.of(3, moves, moves);
            assertThat(moves).containsExactly(into);
        }

        @ParameterizedTest
        @MethodSource("io.github.backcheck.model.ActivationTest#elementwise")
        void theSlopeChangesByNoMoreThanTheLargestBendAllows(Case given) {
            int looked = 0;
            for (double z : PRE_ACTIVATIONS) {
                for (double d : new double[] {-1, -0.1, -1e-3, 1e-3, 0.1, 1}) {
                    boolean sameSide = given.activation.kink().isEmpty() || (z != 0 && z > 0 == z + d > 0);
                    double before = given.activation.derivative(z);
                    double after = given.activation.derivative(z + d);
                    if (sameSide && before > 0) {
                        assertThat(Math.abs(Math.log(after / before)))
                                .as("%s from %s by %s", given, z, d)
                                .isLessThanOrEqualTo(given.activation.largestBend() * Math.abs(d) + QUOTIENT_ERROR);
                        looked++;
                    }
                }
            }
            assertThat(looked).isGreaterThan(PRE_ACTIVATIONS.length);
        }
    }

    @Nested
    class MatrixMethods {

        @ParameterizedTest
        @MethodSource("io.github.backcheck.model.ActivationTest#elementwise")
        void areTheScalarOnesEntryByEntry(Case given) {
            Random random = new Random(5);
            int samples = 3;
            int units = 4;
            double[] z = random.doubles(samples * units + 1, -5, 5).toArray();
            double[] d = random.doubles(samples * units + 1, -1, 1).toArray();
            double[] delta = d.clone();
            double[] a = new double[samples * units + 1];
            double[] zBefore = z.clone();
            given.activation.values(z, a, samples, units);
            double[] aBefore = a.clone();
            given.activation.multiplyByDerivative(z, a, delta, samples, units);
            for (int i = 0; i < samples * units; i++) {
                assertThat(a[i]).isEqualTo(given.activation.value(z[i]));
                assertThat(delta[i]).isEqualTo(d[i] * given.activation.derivative(z[i]));
            }
            int behind = samples * units;
            assertThat(a[behind]).as("behind the matrix").isZero();
            assertThat(delta[behind]).as("behind the matrix").isEqualTo(d[behind]);
            assertThat(z).as("pre-activations").containsExactly(zBefore);
            assertThat(a).as("activations").containsExactly(aBefore);
        }
    }

    @Nested
    class OfSoftmax {

        /**
         * In units of 2⁻⁵³ of Σ a_j |v_k − v_j| a_k, the sum without its cancellation: a probability (8), an expm1 (2), and
         * the roundings of a sum of five.
         */
        private static final double COMPONENT_ROUND_OFFS = 24;

        /** One delta against a sum of products of exact derivatives; a handful of roundings. */
        private static final double RELATIVE = 1e-14;

        private static final double[][] LOGITS = {
            {0, 0, 0, 0, 0},
            {1, -2, 0.5, 3, -0.25},
            {30, 0, -1, 2, 0},
            {-20, 25, 1, 1, 1},
            {1000, 998, -1000, 0, 999},
            {40, -40, 0, 0, 0}
        };

        static Stream<Arguments> rowsAndMoves() {
            List<Arguments> all = new ArrayList<>();
            Random random = new Random(9);
            for (double[] z : LOGITS) {
                for (double size : new double[] {1e-15, 1e-12, 1e-6, ShortIncrement.LONGEST / 2}) {
                    double[] one = new double[z.length];
                    one[random.nextInt(z.length)] = size;
                    double[] largest = new double[z.length];
                    largest[indexOfLargest(z)] = -size;
                    all.add(Arguments.of(z, one));
                    all.add(Arguments.of(z, largest));
                    all.add(Arguments.of(
                            z, random.doubles(z.length, -size, size).toArray()));
                }
            }
            return all.stream();
        }

        private static int indexOfLargest(double[] z) {
            int largest = 0;
            for (int k = 0; k < z.length; k++) {
                largest = z[k] > z[largest] ? k : largest;
            }
            return largest;
        }

        @Test
        void valuesAreProbabilitiesToTheLastDigits() {
            for (double[] z : LOGITS) {
                double[] a = softmax(z);
                BigDecimal[] truth = HighPrecision.softmax(exactly(z));
                for (int k = 0; k < z.length; k++) {
                    if (truth[k].doubleValue() >= Double.MIN_NORMAL) {
                        assertThat(errorInRoundOffs(a[k], truth[k]))
                                .as("unit %d of %s", k, (Object) z)
                                .isLessThanOrEqualTo(VALUE_ROUND_OFFS);
                    } else {
                        assertThat(a[k]).isBetween(0.0, Double.MIN_NORMAL);
                    }
                }
            }
        }

        @ParameterizedTest
        @MethodSource("rowsAndMoves")
        void incrementsAreDifferencesOfProbabilities(double[] z, double[] d) {
            double[] a = softmax(z);
            double[] moved = shortIncrements(a, d);
            BigDecimal[] before = HighPrecision.softmax(exactly(z));
            BigDecimal[] target = exactly(z);
            for (int k = 0; k < z.length; k++) {
                target[k] = target[k].add(exact(d[k]));
            }
            BigDecimal[] after = HighPrecision.softmax(target);
            for (int k = 0; k < z.length; k++) {
                BigDecimal truth = after[k].subtract(before[k], HighPrecision.DIGITS);
                double scale = 0;
                for (int j = 0; j < z.length; j++) {
                    scale += Math.max(a[k], after[k].doubleValue())
                            * Math.max(a[j], after[j].doubleValue())
                            * Math.abs(Math.expm1(-Math.abs(d[k] - d[j])));
                }
                assertThat(Math.abs(exact(moved[k]).subtract(truth).doubleValue()))
                        .as("unit %d: %s, truth %s", k, moved[k], truth.doubleValue())
                        .isLessThanOrEqualTo(
                                COMPONENT_ROUND_OFFS * Precision.DOUBLE.unitRoundOff() * scale + Double.MIN_NORMAL);
            }
        }

        @Test
        void incrementOfTheDominantUnitKeepsItsDigits() {
            double move = 0x1p-20;
            double[] z = {30, 0, -1};
            double[] moved = shortIncrements(softmax(z), new double[] {move, 0, 0});
            BigDecimal truth = HighPrecision.softmax(exactly(new double[] {30 + move, 0, -1}))[0].subtract(
                    HighPrecision.softmax(exactly(z))[0], HighPrecision.DIGITS);
            assertThat(errorInRoundOffs(moved[0], truth)).isLessThanOrEqualTo(COMPONENT_ROUND_OFFS);
        }

        @Test
        void incrementsOfSeveralSamplesAreThoseOfEach() {
            double[] first = softmax(LOGITS[1]);
            double[] second = softmax(LOGITS[2]);
            double[] d = new Random(1).doubles(10, -1e-6, 1e-6).toArray();
            double[][] a = new double[5][];
            double[][] moved = new double[5][];
            for (int k = 0; k < 5; k++) {
                a[k] = new double[] {first[k], second[k]};
                moved[k] = new double[] {d[k], d[5 + k]};
            }
            Activation.SOFTMAX.shortIncrements(a, moved);
            double[] ofFirst = shortIncrements(first, Arrays.copyOf(d, 5));
            double[] ofSecond = shortIncrements(second, Arrays.copyOfRange(d, 5, 10));
            for (int k = 0; k < 5; k++) {
                assertThat(moved[k]).containsExactly(ofFirst[k], ofSecond[k]);
            }
        }

        private static double[] shortIncrements(double[] a, double[] d) {
            double[][] moved = new double[d.length][];
            double[][] outputs = new double[d.length][];
            for (int k = 0; k < d.length; k++) {
                moved[k] = new double[] {d[k]};
                outputs[k] = new double[] {a[k]};
            }
            Activation.SOFTMAX.shortIncrements(outputs, moved);
            return Arrays.stream(moved).mapToDouble(move -> move[0]).toArray();
        }

        @Test
        void multiplyByDerivativeIsTheTransposedJacobian() {
            Random random = new Random(3);
            for (double[] z : LOGITS) {
                double[] a = softmax(z);
                double[] upper = random.doubles(z.length, -1, 1).toArray();
                double[] delta = upper.clone();
                Activation.SOFTMAX.multiplyByDerivative(z, a, delta, 1, z.length);
                for (int k = 0; k < z.length; k++) {
                    double sum = 0;
                    double scale = 0;
                    for (int j = 0; j < z.length; j++) {
                        double term = a[k] * a[j] * (upper[k] - upper[j]);
                        sum += term;
                        scale += Math.abs(term);
                    }
                    assertThat(delta[k]).as("unit %d", k).isCloseTo(sum, within(RELATIVE * scale));
                }
            }
        }

        @Test
        void eachRowIsASoftmaxOfItsOwn() {
            double[] z = new double[15];
            System.arraycopy(LOGITS[1], 0, z, 0, 5);
            System.arraycopy(LOGITS[3], 0, z, 5, 5);
            System.arraycopy(LOGITS[4], 0, z, 10, 5);
            double[] a = new double[15];
            Activation.SOFTMAX.values(z, a, 3, 5);
            double[] d = new Random(1).doubles(15, -1, 1).toArray();
            double[] delta = d.clone();
            Activation.SOFTMAX.multiplyByDerivative(z, a, delta, 3, 5);
            for (int row = 0; row < 3; row++) {
                double[] alone = Arrays.copyOfRange(z, 5 * row, 5 * row + 5);
                double[] aloneDelta = Arrays.copyOfRange(d, 5 * row, 5 * row + 5);
                Activation.SOFTMAX.multiplyByDerivative(alone, softmax(alone), aloneDelta, 1, 5);
                for (int k = 0; k < 5; k++) {
                    assertThat(a[5 * row + k]).isEqualTo(softmax(alone)[k]);
                    assertThat(delta[5 * row + k]).isEqualTo(aloneDelta[k]);
                }
            }
        }

        @Test
        void canBeComputedInPlaceAndOfOneUnit() {
            double[] z = {3, 3};
            Activation.SOFTMAX.values(z, z, 2, 1);
            assertThat(z).containsExactly(1, 1);
            assertThat(shortIncrements(new double[] {1}, new double[] {1e-6})).containsExactly(0);
        }

        private static double[] softmax(double[] z) {
            double[] a = new double[z.length];
            Activation.SOFTMAX.values(z, a, 1, z.length);
            return a;
        }
    }

    @Nested
    class Names {

        @Test
        void areThoseThatPeopleUse() {
            assertThat(Stream.of(
                                    Activation.IDENTITY,
                                    Activation.SIGMOID,
                                    Activation.TANH,
                                    Activation.RELU,
                                    Activation.LEAKY_RELU,
                                    Activation.leakyRelu(0.2),
                                    Activation.ELU,
                                    Activation.elu(0.5),
                                    Activation.SOFTPLUS,
                                    Activation.SOFTMAX)
                            .map(Object::toString))
                    .containsExactly(
                            "identity",
                            "sigmoid",
                            "tanh",
                            "ReLU",
                            "leaky ReLU",
                            "leaky ReLU (slope 0.2)",
                            "ELU",
                            "ELU (alpha 0.5)",
                            "softplus",
                            "softmax");
        }

        @Test
        void goWithOneObjectWhereTheParameterIsTheUsualOne() {
            assertThat(Activation.leakyRelu(0)).isSameAs(Activation.RELU);
            assertThat(Activation.leakyRelu(0.01)).isSameAs(Activation.LEAKY_RELU);
            assertThat(Activation.elu(1)).isSameAs(Activation.ELU);
        }

        @Test
        void kinksAreWhereTheSlopesDiffer() {
            assertThat(Activation.RELU.kink()).hasValue(0);
            assertThat(Activation.LEAKY_RELU.kink()).hasValue(0);
            assertThat(Activation.elu(0.5).kink()).hasValue(0);
            assertThat(Activation.ELU.kink()).isEmpty();
            assertThat(Activation.SIGMOID.kink()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1, 2, Double.NaN, Double.POSITIVE_INFINITY})
    void slopesOutOfRangeAreRefused(double slope) {
        assertThatThrownBy(() -> Activation.leakyRelu(slope))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the slope of a leaky ReLU is " + slope + ", 0 <= slope < 1 was expected");
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1, 0, Double.NaN, Double.POSITIVE_INFINITY})
    void alphasOutOfRangeAreRefused(double alpha) {
        assertThatThrownBy(() -> Activation.elu(alpha))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the alpha of an ELU is " + alpha + ", a positive number was expected");
    }

    private static BigDecimal[] exactly(double[] z) {
        return Arrays.stream(z).mapToObj(HighPrecision::exact).toArray(BigDecimal[]::new);
    }
}
