package io.github.backcheck.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class BatchTest {

    private static double[][] inputs() {
        return new double[][] {{0, 1}, {2, 3}, {4, 5}};
    }

    private static double[][] targets() {
        return new double[][] {{10}, {20}, {30}};
    }

    private final Batch batch = Batch.of(inputs(), targets());

    private void isUntouched() {
        assertThat(batch.inputs()).isDeepEqualTo(inputs());
        assertThat(batch.targets()).isDeepEqualTo(targets());
    }

    @Test
    void saysItsShapes() {
        assertThat(batch).hasToString("batch of 3: inputs 3 x 2, targets 3 x 1");
        assertThat(batch.size()).isEqualTo(3);
        assertThat(batch.inputCount()).isEqualTo(2);
        assertThat(batch.outputCount()).isEqualTo(1);
        assertThat(batch.input(2, 1)).isEqualTo(5);
        assertThat(batch.target(1, 0)).isEqualTo(20);
    }

    @Nested
    class Copies {

        @Test
        void whatItIsMadeOf() {
            double[][] x = inputs();
            double[][] y = targets();
            Batch made = Batch.of(x, y);
            x[0][0] = 99;
            y[2] = new double[] {99};
            assertThat(made.inputs()).isDeepEqualTo(inputs());
            assertThat(made.targets()).isDeepEqualTo(targets());
        }

        @Test
        void whatItHandsOut() {
            batch.inputs()[0][0] = 99;
            batch.targets()[0] = new double[] {99};
            batch.input(1)[0] = 99;
            batch.target(1)[0] = 99;
            batch.labels()[0] = 99;
            DMatrixRMaj matrix = batch.inputMatrix();
            assertThat(matrix.get(1, 1)).isEqualTo(3);
            matrix.set(0, 0, 99);
            batch.targetMatrix().set(0, 0, 99);
            batch.select(0, 1).inputs()[0][0] = 99;
            batch.slice(0, 2).target(0)[0] = 99;
            isUntouched();
        }
    }

    @Nested
    class Refuses {

        @Test
        void numbersThatAreNotFiniteAndSaysWhere() {
            refused(
                    new double[][] {{0, 1}, {2, Double.NaN}},
                    new double[][] {{1}, {2}},
                    "inputs[1][1] is NaN, a finite number was expected");
            refused(
                    inputs(),
                    new double[][] {{1}, {2}, {Double.NEGATIVE_INFINITY}},
                    "targets[2][0] is -Infinity, a finite number was expected");
        }

        @Test
        void whatIsNoRectangle() {
            refused(new double[][] {}, targets(), "inputs is empty, it has no row");
            refused(inputs(), new double[][] {}, "targets is empty, it has no row");
            refused(new double[][] {{}, {}, {}}, targets(), "inputs[0] is empty, a row needs at least one entry");
            refused(
                    new double[][] {{1, 2}, {3, 4}, {5}},
                    targets(),
                    "inputs is ragged: inputs[2] has 1 entries, inputs[0] has 2");
        }

        @Test
        void differentNumbersOfRows() {
            refused(
                    inputs(),
                    new double[][] {{1}, {2}},
                    "inputs are 3 x 2, targets are 2 x 1: the same number of rows was expected, one per sample");
        }

        @Test
        void nothingAtAll() {
            assertThatThrownBy(() -> Batch.of(null, targets()))
                    .isInstanceOf(NullPointerException.class)
                    .hasMessage("inputs is null");
            assertThatThrownBy(() -> Batch.of(inputs(), new double[][] {{1}, null, {2}}))
                    .isInstanceOf(NullPointerException.class)
                    .hasMessage("targets[1] is null, a row was expected");
            assertThatThrownBy(() -> Batch.labelled(inputs(), null, 3))
                    .isInstanceOf(NullPointerException.class)
                    .hasMessage("labels is null");
            assertThatThrownBy(() -> Batch.labelled(null, new int[1], 3))
                    .isInstanceOf(NullPointerException.class)
                    .hasMessage("inputs is null");
        }

        private void refused(double[][] x, double[][] y, String message) {
            assertThatThrownBy(() -> Batch.of(x, y))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(message);
        }
    }

    @Nested
    class Labels {

        @Test
        void becomeOneHotTargetsAndComeBack() {
            Batch labelled = Batch.labelled(inputs(), new int[] {2, 0, 3}, 4);
            assertThat(labelled.targets()).isDeepEqualTo(new double[][] {{0, 0, 1, 0}, {1, 0, 0, 0}, {0, 0, 0, 1}});
            assertThat(labelled.labels()).containsExactly(2, 0, 3);
        }

        @Test
        void areTheFirstOfEqualLargestTargets() {
            double[][] y = {{-1, -0.5, -0.5}, {0, 0, 0}, {-3, -2, -1}};
            assertThat(Batch.of(inputs(), y).labels()).containsExactly(1, 0, 2);
        }

        @Test
        void ofASingleTargetAreYesAndNo() {
            assertThat(Batch.of(inputs(), new double[][] {{0}, {1}, {-1}}).labels())
                    .containsExactly(0, 1, 0);
            assertThat(Batch.label(new double[] {0.5})).isEqualTo(0);
            assertThat(Batch.label(new double[] {0.6})).isEqualTo(1);
        }

        @Test
        void goIntoSamplesOfTheProgramsOwn() {
            Batch labelled = Batch.labelled(inputs(), new int[] {2, 0, 3}, 4);
            List<String> samples = labelled.samples((x, y) -> {
                x[0] += 100; // a copy
                return Batch.label(y) + " of " + x.length;
            });
            assertThat(samples).containsExactly("2 of 2", "0 of 2", "3 of 2");
            assertThat(labelled.inputs()).isDeepEqualTo(inputs());
        }

        @Test
        void outOfRangeAreRefused() {
            refused(new int[] {0, 3, 1}, 3, "labels[1] is 3, a class from 0 to 2 was expected");
            refused(new int[] {0, 1, -1}, 3, "labels[2] is -1, a class from 0 to 2 was expected");
            refused(new int[] {0, 0, 0}, 1, "the number of classes must be at least 2, it is 1");
        }

        @Test
        void ofAnotherNumberThanSamplesAreRefused() {
            refused(new int[] {0, 1}, 2, "inputs are 3 x 2, there are 2 labels: one label per row was expected");
            refused(new int[0], 2, "inputs are 3 x 2, there are 0 labels: one label per row was expected");
        }

        private void refused(int[] labels, int classes, String message) {
            assertThatThrownBy(() -> Batch.labelled(inputs(), labels, classes))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(message);
        }
    }

    @Nested
    class Parts {

        @Test
        void areSelectedInAnyOrderAndMoreThanOnce() {
            Batch part = batch.select(2, 0, 2);
            assertThat(part.inputs()).isDeepEqualTo(new double[][] {{4, 5}, {0, 1}, {4, 5}});
            assertThat(part.targets()).isDeepEqualTo(new double[][] {{30}, {10}, {30}});
        }

        @Test
        void areSliced() {
            assertThat(batch.slice(1, 3).inputs()).isDeepEqualTo(new double[][] {{2, 3}, {4, 5}});
            assertThat(batch.slice(1, 3).targets()).isDeepEqualTo(new double[][] {{20}, {30}});
            assertThat(batch.slice(0, 3).inputs()).isDeepEqualTo(inputs());
        }

        @Test
        void thatDoNotExistAreRefused() {
            assertThatThrownBy(batch::select)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("no sample was selected, a batch has at least one");
            assertThatThrownBy(() -> batch.select(0, 3))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("sample 3 was selected, there are samples 0 to 2");
            assertThatThrownBy(() -> batch.select(-1)).hasMessageStartingWith("sample -1 was selected");
            for (int[] range : new int[][] {{-1, 2}, {0, 4}, {1, 1}, {2, 1}}) {
                assertThatThrownBy(() -> batch.slice(range[0], range[1]))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessage("samples " + range[0] + " to " + range[1]
                                + " (exclusive) of a batch of 3: a range of at least one, inside 0 to 3, was expected");
            }
        }
    }

    @Nested
    class Shuffled {

        private final Batch numbered = Batch.of(
                IntStream.range(0, 50).mapToObj(i -> new double[] {i}).toArray(double[][]::new),
                IntStream.range(0, 50).mapToObj(i -> new double[] {-i}).toArray(double[][]::new));

        private int[] order(long seed) {
            Batch shuffled = numbered.shuffled(seed);
            for (int i = 0; i < shuffled.size(); i++) {
                assertThat(shuffled.target(i, 0))
                        .as("targets stay with their inputs")
                        .isEqualTo(-shuffled.input(i, 0));
            }
            return IntStream.range(0, shuffled.size())
                    .map(i -> (int) shuffled.input(i, 0))
                    .toArray();
        }

        @Test
        void hasEverySampleOnce() {
            for (long seed = 0; seed < 20; seed++) {
                int[] order = order(seed);
                Arrays.sort(order);
                assertThat(order).containsExactly(IntStream.range(0, 50).toArray());
            }
        }

        @Test
        void dependsOnTheSeedOnly() {
            assertThat(order(7)).containsExactly(order(7)).isNotEqualTo(order(8));
            assertThat(numbered.input(3, 0)).as("the batch itself").isEqualTo(3);
        }

        @Test
        void putsEverySampleEverywhere() {
            boolean[][] seen = new boolean[3][3];
            for (long seed = 0; seed < 200; seed++) {
                Batch shuffled = batch.shuffled(seed);
                for (int i = 0; i < 3; i++) {
                    seen[i][(int) shuffled.input(i, 0) / 2] = true;
                }
            }
            assertThat(seen)
                    .isDeepEqualTo(new boolean[][] {{true, true, true}, {true, true, true}, {true, true, true}});
        }
    }
}
