package io.github.backcheck.model;

import static io.github.backcheck.model.HighPrecision.exact;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LossTest {

    /** Of Σ |y| · |moves and logarithms|: a softplus or log1p (2 ulp), its argument (8), and a sum of five. */
    private static final double LOSS_ROUND_OFFS = 24;

    /** Of the increment itself where its terms have one sign: as for activations, with the sum of five units on top. */
    private static final double ONE_HOT_ROUND_OFFS = 24;

    /** ℓ from outputs against ℓ from pre-activations where no output is near 0 or 1: the outputs carry 8 round-offs. */
    private static final double OUTPUTS_AGREE = 1e-13;

    private static final double STEP = 1e-5;

    /** A central difference over {@link #STEP} of a loss of up to 1600: f‴ h² / 6 and 2 · 2⁻⁵³ · 1600 / h. */
    private static final double QUOTIENT_ERROR = 4e-8;

    private static final double[][] TARGETS = {
        {0, 1, 0, 0}, {1, 0, 0, 0}, {0.25, 0.25, 0.25, 0.25}, {0.9, 0.05, 0.05, 0.3}, {0, 0.5, 0, 0}, {1, 1, 0, 1}
    };

    private static final double[][] LOGITS = {
        {0, 0, 0, 0}, {0.5, -1, 2, 0.25}, {-3, 12, -3, 1}, {35, -1, 0, 2}, {-38, 0, 39, -2}
    };

    private static double[] outputs(Loss loss, double[] z) {
        double[] a = new double[z.length];
        loss.requiredHead().orElse(Activation.TANH).values(z, a, 1, z.length);
        return a;
    }

    /** ℓ by its definition, from exact pre-activations of the head that goes with it. */
    private static BigDecimal truth(Loss loss, BigDecimal[] z, double[] y) {
        BigDecimal sum = BigDecimal.ZERO;
        BigDecimal[] softmax = HighPrecision.softmax(z);
        for (int k = 0; k < z.length; k++) {
            BigDecimal target = exact(y[k]);
            BigDecimal term;
            if (loss == Loss.SOFTMAX_CROSS_ENTROPY) {
                term = target.multiply(HighPrecision.log(softmax[k]), HighPrecision.DIGITS)
                        .negate();
            } else if (loss == Loss.BINARY_CROSS_ENTROPY) {
                term = target.multiply(HighPrecision.softplus(z[k].negate()), HighPrecision.DIGITS)
                        .add(BigDecimal.ONE
                                .subtract(target)
                                .multiply(HighPrecision.softplus(z[k]), HighPrecision.DIGITS));
            } else {
                // The squared errors move with their outputs: here z stands for a.
                BigDecimal gap = z[k].subtract(target);
                term = gap.multiply(gap, HighPrecision.DIGITS)
                        .multiply(exact(loss == Loss.HALF_SQUARED_ERROR ? 0.5 : 1.0 / z.length));
            }
            sum = sum.add(term, HighPrecision.DIGITS);
        }
        return sum;
    }

    private static BigDecimal[] exactly(double[] values) {
        return Arrays.stream(values).mapToObj(HighPrecision::exact).toArray(BigDecimal[]::new);
    }

    private static BigDecimal[] moved(double[] values, double[] d) {
        BigDecimal[] moved = exactly(values);
        for (int k = 0; k < d.length; k++) {
            moved[k] = moved[k].add(exact(d[k]));
        }
        return moved;
    }

    @Nested
    class OfASample {

        @ParameterizedTest
        @EnumSource(
                value = Loss.class,
                names = {"SOFTMAX_CROSS_ENTROPY", "BINARY_CROSS_ENTROPY"})
        void isThatOfTheFormulaEvenWhenItIsNearlyZero(Loss loss) {
            for (double[] z : LOGITS) {
                for (double[] y : TARGETS) {
                    double value = loss.ofSample(z, outputs(loss, z), y, 0, z.length);
                    assertThat(HighPrecision.errorInRoundOffs(value, truth(loss, exactly(z), y)))
                            .as("%s of z = %s, y = %s: %s", loss, Arrays.toString(z), Arrays.toString(y), value)
                            .isLessThanOrEqualTo(LOSS_ROUND_OFFS);
                }
            }
        }

        @ParameterizedTest
        @EnumSource(Loss.class)
        void isTheSameFromPreActivationsAndFromOutputs(Loss loss) {
            for (double[] z : Arrays.copyOf(LOGITS, 3)) {
                double[] a = outputs(loss, z);
                for (double[] y : TARGETS) {
                    double value = loss.ofSample(z, a, y, 0, z.length);
                    assertThat(loss.ofOutputs(a, y, 0, z.length))
                            .as("%s of z = %s, y = %s", loss, Arrays.toString(z), Arrays.toString(y))
                            // An output near 1 has lost 1 − a beyond its 16th digit: that much absolutely.
                            .isCloseTo(value, within(OUTPUTS_AGREE * Math.max(1, value)));
                }
            }
        }

        @ParameterizedTest
        @EnumSource(Loss.class)
        void ofExtremeLogitsIsFinite(Loss loss) {
            double[] z = {1000, -1000, 0, 999};
            double[] a = outputs(loss, z);
            for (double[] y : TARGETS) {
                assertThat(loss.ofSample(z, a, y, 0, 4)).isFinite().isNotNegative();
                double[] delta = new double[4];
                loss.deltaOfSample(a, y, delta, 0, 4);
                for (double entry : delta) {
                    assertThat(entry).isFinite();
                }
                for (double d : new double[] {1e-6, -1e-6, ShortIncrement.LONGEST, -ShortIncrement.LONGEST}) {
                    for (int unit = 0; unit < 4; unit++) {
                        double[] move = new double[4];
                        move[unit] = d;
                        assertThat(shortIncrement(loss, z, a, y, move))
                                .as("%s, y = %s, unit %d moves by %s", loss, Arrays.toString(y), unit, d)
                                .isFinite();
                    }
                }
            }
        }

        @Test
        void ofTheTwoExtremesIsTheDistanceOfTheLogits() {
            double[] z = {1000, -1000};
            assertThat(Loss.SOFTMAX_CROSS_ENTROPY.ofSample(z, new double[] {1, 0}, new double[] {0, 1}, 0, 2))
                    .isEqualTo(2000);
            assertThat(Loss.SOFTMAX_CROSS_ENTROPY.ofSample(z, new double[] {1, 0}, new double[] {1, 0}, 0, 2))
                    .isZero();
            assertThat(Loss.BINARY_CROSS_ENTROPY.ofSample(z, new double[] {1, 0}, new double[] {0, 1}, 0, 2))
                    .isEqualTo(2000);
        }

        @Test
        void fromOutputsTakesNothingForAnOutputWhoseTargetIsZero() {
            assertThat(Loss.SOFTMAX_CROSS_ENTROPY.ofOutputs(new double[] {1, 0}, new double[] {1, 0}, 0, 2))
                    .isZero();
            assertThat(Loss.BINARY_CROSS_ENTROPY.ofOutputs(new double[] {1, 0}, new double[] {1, 0}, 0, 2))
                    .isZero();
            assertThat(Loss.SOFTMAX_CROSS_ENTROPY.ofOutputs(new double[] {1, 0}, new double[] {0, 1}, 0, 2))
                    .isEqualTo(Double.POSITIVE_INFINITY);
            assertThat(Loss.BINARY_CROSS_ENTROPY.ofOutputs(new double[] {1}, new double[] {0}, 0, 1))
                    .isEqualTo(Double.POSITIVE_INFINITY);
        }

        @ParameterizedTest
        @EnumSource(Loss.class)
        void fromOutputsIsNanWhereAnyOutputIsNan(Loss loss) {
            for (double y : new double[] {0, 0.5, 1}) {
                assertThat(loss.ofOutputs(new double[] {0.5, Double.NaN}, new double[] {0.5, y}, 0, 2))
                        .as("target %s", y)
                        .isNaN();
            }
        }

        @Test
        void byHand() {
            double[] a = {0.5, 0.25};
            double[] y = {1, 0};
            assertThat(Loss.HALF_SQUARED_ERROR.ofOutputs(a, y, 0, 2)).isEqualTo((0.25 + 0.0625) / 2);
            assertThat(Loss.MEAN_SQUARED_ERROR.ofOutputs(a, y, 0, 2)).isEqualTo((0.25 + 0.0625) / 2);
            assertThat(Loss.MEAN_SQUARED_ERROR.ofOutputs(a, y, 0, 1)).isEqualTo(0.25);
            assertThat(Loss.HALF_SQUARED_ERROR.ofOutputs(a, y, 0, 1)).isEqualTo(0.125);
            assertThat(Loss.SOFTMAX_CROSS_ENTROPY.ofOutputs(a, y, 0, 2)).isEqualTo(-Math.log(0.5));
            assertThat(Loss.BINARY_CROSS_ENTROPY.ofOutputs(a, y, 0, 2)).isEqualTo(-Math.log(0.5) - Math.log1p(-0.25));
        }
    }

    @Nested
    class Delta {

        @ParameterizedTest
        @EnumSource(Loss.class)
        void isTheLimitOfDifferenceQuotients(Loss loss) {
            boolean fused = loss.requiredHead().isPresent();
            for (double[] z : LOGITS) {
                for (double[] y : TARGETS) {
                    double[] a = fused ? outputs(loss, z) : z;
                    double[] delta = new double[z.length];
                    loss.deltaOfSample(a, y, delta, 0, z.length);
                    for (int k = 0; k < z.length; k++) {
                        double[] above = z.clone();
                        double[] below = z.clone();
                        above[k] += STEP;
                        below[k] -= STEP;
                        double quotient = (loss.ofSample(above, above, y, 0, z.length)
                                        - loss.ofSample(below, below, y, 0, z.length))
                                / (above[k] - below[k]);
                        assertThat(delta[k])
                                .as("%s, unit %d, z = %s, y = %s", loss, k, Arrays.toString(z), Arrays.toString(y))
                                .isCloseTo(quotient, within(QUOTIENT_ERROR * Math.max(1, Math.abs(quotient))));
                    }
                }
            }
        }
    }

    @Nested
    class Increment {

        @ParameterizedTest
        @EnumSource(Loss.class)
        void isTheDifferenceOfTwoLosses(Loss loss) {
            boolean fused = loss.requiredHead().isPresent();
            Random random = new Random(11);
            int looked = 0;
            for (double[] z : LOGITS) {
                double[] a = fused ? outputs(loss, z) : z;
                for (double[] y : TARGETS) {
                    BigDecimal before = truth(loss, exactly(z), y);
                    for (double size : new double[] {1e-12, 1e-9, 1e-6, ShortIncrement.LONGEST / 2}) {
                        double[] d = random.doubles(z.length, -size, size).toArray();
                        BigDecimal difference = truth(loss, moved(z, d), y).subtract(before, HighPrecision.DIGITS);
                        double increment = shortIncrement(loss, z, a, y, d);
                        // Terms of both signs may cancel: the error is measured against their size.
                        double scale = 0;
                        for (int k = 0; k < z.length; k++) {
                            double slope = fused ? 2 : 2 * Math.abs(z[k] - y[k]) + Math.abs(d[k]);
                            scale += slope * Math.abs(d[k]);
                        }
                        assertThat(Math.abs(
                                        exact(increment).subtract(difference).doubleValue()))
                                .as("%s, z = %s, y = %s, d = %s", loss, Arrays.toString(z), Arrays.toString(y), size)
                                .isLessThanOrEqualTo(LOSS_ROUND_OFFS * Precision.DOUBLE.unitRoundOff() * scale);
                        looked++;
                    }
                }
            }
            assertThat(looked).isEqualTo(LOGITS.length * TARGETS.length * 4);
        }

        @ParameterizedTest
        @EnumSource(Loss.class)
        void ofOneUnitAndAOneHotTargetKeepsItsDigits(Loss loss) {
            boolean fused = loss.requiredHead().isPresent();
            for (double[] z : LOGITS) {
                double[] a = fused ? outputs(loss, z) : z;
                for (double[] y : Arrays.copyOf(TARGETS, 2)) {
                    BigDecimal before = truth(loss, exactly(z), y);
                    for (int unit = 0; unit < z.length; unit++) {
                        for (double move : new double[] {1e-12, -1e-9, 1e-6, -0x1p-16, ShortIncrement.LONGEST}) {
                            double[] d = new double[z.length];
                            d[unit] = move;
                            BigDecimal difference = truth(loss, moved(z, d), y).subtract(before, HighPrecision.DIGITS);
                            double increment = shortIncrement(loss, z, a, y, d);
                            assertThat(HighPrecision.errorInRoundOffs(increment, difference))
                                    .as(
                                            "%s, z = %s, y = %s, unit %d by %s: %s",
                                            loss, Arrays.toString(z), Arrays.toString(y), unit, move, increment)
                                    .isLessThanOrEqualTo(ONE_HOT_ROUND_OFFS);
                        }
                    }
                }
            }
        }

        @Test
        void ofAllLogitsTogetherLeavesTheSoftmaxLossAlone() {
            double[] z = LOGITS[1];
            double[] together = {1e-6, 1e-6, 1e-6, 1e-6};
            assertThat(shortIncrement(
                            Loss.SOFTMAX_CROSS_ENTROPY,
                            z,
                            outputs(Loss.SOFTMAX_CROSS_ENTROPY, z),
                            TARGETS[0],
                            together))
                    .isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(Loss.class)
    void looksAtTheSampleThatItIsGivenAndChangesNothingElse(Loss loss) {
        double[] z = {9, 9, 0.5, -1, 2, 0.25, 9};
        double[] y = {9, 9, 0.9, 0.05, 0.05, 0.3, 9};
        double[] a = z.clone();
        double[] alone = outputs(loss, LOGITS[1]);
        System.arraycopy(alone, 0, a, 2, 4);
        double[] delta = {7, 7, 7, 7, 7, 7, 7};
        double[] aloneDelta = new double[4];
        loss.deltaOfSample(a, y, delta, 2, 4);
        loss.deltaOfSample(alone, TARGETS[3], aloneDelta, 0, 4);
        assertThat(Arrays.copyOfRange(delta, 2, 6)).containsExactly(aloneDelta);
        assertThat(new double[] {delta[0], delta[1], delta[6]}).containsExactly(7, 7, 7);
        assertThat(loss.ofSample(z, a, y, 2, 4)).isEqualTo(loss.ofSample(LOGITS[1], alone, TARGETS[3], 0, 4));
        assertThat(loss.ofOutputs(a, y, 2, 4)).isEqualTo(loss.ofOutputs(alone, TARGETS[3], 0, 4));
    }

    @ParameterizedTest
    @EnumSource(Loss.class)
    void incrementsOfSeveralSamplesAreThoseOfEach(Loss loss) {
        double[] first = outputs(loss, LOGITS[1]);
        double[] second = outputs(loss, LOGITS[2]);
        double[] d = new Random(4).doubles(8, -1e-6, 1e-6).toArray();
        double[][] z = new double[4][];
        double[][] a = new double[4][];
        double[][] y = new double[4][];
        double[][] moves = new double[4][];
        for (int k = 0; k < 4; k++) {
            z[k] = new double[] {LOGITS[1][k], LOGITS[2][k]};
            a[k] = new double[] {first[k], second[k]};
            // One row that is one-hot and one that is not: neither may take the other's short cut.
            y[k] = new double[] {TARGETS[0][k], TARGETS[3][k]};
            moves[k] = new double[] {d[k], d[4 + k]};
        }
        double[] into = new double[2];
        loss.shortIncrement(z, a, y).of(moves, into);
        assertThat(into)
                .containsExactly(
                        shortIncrement(loss, LOGITS[1], first, TARGETS[0], Arrays.copyOf(d, 4)),
                        shortIncrement(loss, LOGITS[2], second, TARGETS[3], Arrays.copyOfRange(d, 4, 8)));
    }

    private static double shortIncrement(Loss loss, double[] z, double[] a, double[] y, double[] d) {
        double[] into = new double[1];
        loss.shortIncrement(column(z), column(a), column(y)).of(column(d), into);
        return into[0];
    }

    private static double[][] column(double[] sample) {
        return Arrays.stream(sample).mapToObj(value -> new double[] {value}).toArray(double[][]::new);
    }

    @Test
    void namesAreThoseThatPeopleUse() {
        assertThat(Loss.values())
                .extracting(Loss::toString)
                .containsExactly(
                        "half squared error", "mean squared error", "softmax cross-entropy", "binary cross-entropy");
    }
}
