package io.github.backcheck.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What the properties of {@link StorageProperties} leave out: errors, precision, and programs with habits of their own. */
class StorageTest {

    @Nested
    class Refuses {

        @Test
        void matricesThatAreEmptyOrRagged() {
            refused(() -> Storage.of(new double[0][]), "matrix is empty, it has no row");
            refused(() -> Storage.of(new double[2][0]), "matrix[0] is empty, a row needs at least one entry");
            refused(
                    () -> Storage.of(new double[][] {{1, 2}, {3}}),
                    "matrix is ragged: matrix[1] has 1 entries, matrix[0] has 2");
            refused(
                    () -> Storage.of(new float[][] {{1, 2}, {3, 4}, {5, 6, 7}}),
                    "matrix is ragged: matrix[2] has 3 entries, matrix[0] has 2");
            refused(() -> Storage.of(new float[0][]), "matrix is empty, it has no row");
            refused(() -> Storage.of(new double[0]), "vector is empty, it needs at least one entry");
            refused(() -> Storage.of(new float[0]), "vector is empty, it needs at least one entry");
            refused(() -> Storage.of(new DMatrixRMaj(0, 3)), "number of rows must be at least 1, it is 0");
            refused(() -> Storage.of(new DMatrixRMaj(3, 0)), "number of columns must be at least 1, it is 0");
            refused(
                    () -> Storage.entries(0, 3, (i, j) -> 0, (i, j, v) -> {}),
                    "number of rows must be at least 1, it is 0");
            refused(
                    () -> Storage.entries(3, -1, (i, j) -> 0, (i, j, v) -> {}),
                    "number of columns must be at least 1, it is -1");
            refused(
                    () -> Storage.reassigned(() -> new double[0][], matrix -> {}),
                    "the matrix that the getter returned is empty, it has no row");
        }

        @Test
        void nothingAtAll() {
            isNull(() -> Storage.of((double[][]) null), "matrix is null");
            isNull(() -> Storage.of((float[][]) null), "matrix is null");
            isNull(() -> Storage.of(new double[][] {{1}, null}), "matrix[1] is null, a row was expected");
            isNull(() -> Storage.of(new float[][] {{1}, null}), "matrix[1] is null, a row was expected");
            isNull(() -> Storage.of((double[]) null), "vector is null");
            isNull(() -> Storage.of((float[]) null), "vector is null");
            isNull(() -> Storage.of((DMatrixRMaj) null), "matrix is null");
            isNull(() -> Storage.flat((double[]) null, 0, 1, 1), "array is null");
            isNull(() -> Storage.flat((float[]) null, 0, 1, 1), "array is null");
            isNull(() -> Storage.entries(1, 1, null, (i, j, v) -> {}), "getter is null");
            isNull(() -> Storage.entries(1, 1, (i, j) -> 0, null), "setter is null");
            isNull(() -> Storage.supplied(null), "supplier is null");
            isNull(() -> Storage.supplied(() -> null), "the supplier of a storage returned null");
            isNull(() -> Storage.reassigned(() -> null, m -> {}), "the matrix that the getter returned is null");
        }

        @Test
        void partsOfAnArrayThatEndOutsideIt() {
            refused(
                    () -> Storage.flat(new double[10], 5, 2, 3),
                    "a 2 x 3 matrix from index 5 of an array of length 10: it must have at least one entry and end inside"
                            + " the array");
            refused(() -> Storage.flat(new double[10], -1, 2, 3), "a 2 x 3 matrix from index -1 of an array");
            refused(() -> Storage.flat(new float[10], 0, 0, 3), "a 0 x 3 matrix from index 0 of an array");
            refused(() -> Storage.flat(new float[10], 0, 65536, 65536), "a 65536 x 65536 matrix from index 0");
            assertThat(Storage.flat(new double[10], 4, 2, 3).rows()).isEqualTo(2);
        }

        @Test
        void blocksThatAreEmptyOrReachOutside() {
            Storage matrix = Storage.of(new double[2][3]);
            refused(
                    () -> matrix.rows(1, 3),
                    "rows 1 to 3 (exclusive) of a matrix that has 2 rows: a range of at least one, inside 0 to 2, was"
                            + " expected");
            refused(
                    () -> matrix.columns(2, 2),
                    "columns 2 to 2 (exclusive) of a matrix that has 3 columns: a range of at least one, inside 0 to 3,"
                            + " was expected");
            refused(() -> matrix.rows(-1, 1), "rows -1 to 1 (exclusive)");
            refused(() -> matrix.columns(0, 4), "columns 0 to 4 (exclusive)");
        }

        private void refused(Runnable code, String message) {
            assertThatThrownBy(code::run)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith(message);
        }

        private void isNull(Runnable code, String message) {
            assertThatThrownBy(code::run)
                    .isInstanceOf(NullPointerException.class)
                    .hasMessage(message);
        }
    }

    @Nested
    class Precisions {

        @Test
        void areThoseOfTheProgram() {
            assertThat(Storage.of(new double[1][1]).precision()).isEqualTo(Precision.DOUBLE);
            assertThat(Storage.of(new float[1][1]).precision()).isEqualTo(Precision.SINGLE);
            assertThat(Storage.of(new float[1]).transposed().rows(0, 1).precision())
                    .isEqualTo(Precision.SINGLE);
            assertThat(Storage.supplied(() -> Storage.of(new float[1])).precision())
                    .isEqualTo(Precision.SINGLE);
            assertThat(Storage.of(new double[1]).singlePrecision().transposed().precision())
                    .isEqualTo(Precision.SINGLE);
        }

        @Test
        void ofFloatsRoundWhatIsWritten() {
            float[][] own = new float[1][2];
            Storage storage = Storage.of(own);
            storage.set(0, 0, 0.1);
            storage.writeFrom(new double[] {storage.get(0, 0), 0.1});
            assertThat(storage.get(0, 0)).isEqualTo(0.1f).isNotEqualTo(0.1);
            assertThat(storage.get(0, 1)).isEqualTo(0.1f);
        }

        @Test
        void declaredInErrorStillPutEveryBitBack() {
            double[][] own = {{0.1, 0.2}};
            Storage storage = Storage.of(own).singlePrecision();
            double first = storage.get(0, 0);
            storage.set(0, 0, 7);
            storage.set(0, 0, first);
            double[] all = new double[2];
            storage.readInto(all);
            storage.writeFrom(new double[2]);
            storage.writeFrom(all);
            assertThat(own[0]).containsExactly(0.1, 0.2);
        }

        @Test
        void haveTheirUnitRoundOff() {
            assertThat(Precision.DOUBLE.unitRoundOff()).isEqualTo(Math.ulp(1.0) / 2);
            assertThat(Precision.SINGLE.unitRoundOff()).isEqualTo(Math.ulp(1f) / 2.0);
        }
    }

    @Nested
    class ABlock {

        @Test
        void ofGettersAndSettersCallsNoneOutsideItself() {
            List<String> calls = new ArrayList<>();
            Storage neurons = Storage.entries(
                    2,
                    3,
                    (i, j) -> {
                        calls.add("get " + i + "," + j);
                        return 10 * i + j;
                    },
                    (i, j, v) -> calls.add("set " + i + "," + j + " to " + v));
            Storage block = neurons.columns(0, 2).transposed().rows(1, 2);
            double[] read = new double[2];
            block.readInto(read);
            block.writeFrom(new double[] {5, 6});
            assertThat(read).containsExactly(1, 11);
            assertThat(calls).containsExactly("get 0,1", "get 1,1", "set 0,1 to 5.0", "set 1,1 to 6.0");
        }

        @Test
        void ofAMatrixTakenBackAsAWholeHandsItOverOnce() {
            double[][][] field = {{{1, 2, 3}, {4, 5, 6}}};
            List<double[][]> handed = new ArrayList<>();
            Storage.reassigned(() -> field[0], handed::add).columns(1, 3).writeFrom(new double[] {7, 8, 9, 10});
            assertThat(handed).hasSize(1);
            assertThat(handed.get(0)).isDeepEqualTo(new double[][] {{1, 7, 8}, {4, 9, 10}});
            assertThat(field[0]).as("the matrix handed out").isDeepEqualTo(new double[][] {{1, 2, 3}, {4, 5, 6}});
        }
    }

    @Nested
    class AReassignedMatrix {

        @Test
        void isHandedOverAsACopyWhenOneEntryIsWritten() {
            double[][][] field = {{{1, 2}}};
            double[][] before = field[0];
            Storage.reassigned(() -> field[0], matrix -> field[0] = matrix).set(0, 1, 9);
            assertThat(before[0]).containsExactly(1, 2);
            assertThat(field[0][0]).containsExactly(1, 9);
        }

        @Test
        void thatHasAnotherShapeAllOfASuddenIsAnError() {
            double[][][] field = {{{1, 2}}};
            Storage storage = Storage.reassigned(() -> field[0], matrix -> field[0] = matrix);
            field[0] = new double[][] {{1, 2, 3}};
            String message = "the matrix that the getter returned is now 1 x 3, it was 1 x 2 when it was wrapped";
            assertThatThrownBy(() -> storage.get(0, 0))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage(message);
            assertThatThrownBy(() -> storage.readInto(new double[2])).hasMessage(message);
            assertThatThrownBy(() -> storage.set(0, 0, 1)).hasMessage(message);
        }
    }

    @Nested
    class ASuppliedStorage {

        @Test
        void followsTheFieldToItsNewArray() {
            double[][][] field = {{{1, 2}}};
            Storage storage = Storage.supplied(() -> Storage.of(field[0])).transposed();
            double[][] old = field[0];
            field[0] = new double[][] {{3, 4}};
            assertThat(storage.get(1, 0)).isEqualTo(4);
            storage.set(1, 0, 5);
            assertThat(field[0][0]).containsExactly(3, 5);
            assertThat(old[0]).containsExactly(1, 2);
        }

        @Test
        void thatHasAnotherShapeAllOfASuddenIsAnError() {
            double[][][] field = {{{1, 2}}};
            Storage storage = Storage.supplied(() -> Storage.of(field[0]));
            field[0] = new double[][] {{1}, {2}};
            assertThatThrownBy(() -> storage.get(0, 0))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("the supplied storage is now 2 x 1, it was 1 x 2 when it was wrapped");
        }
    }

    @Test
    void transposedTwiceIsTheStorageItself() {
        Storage storage = Storage.of(new double[2][3]);
        assertThat(storage.transposed().transposed()).isSameAs(storage);
    }

    @Test
    void aRowThatTheProgramExchangesStaysLive() {
        double[][] own = {{1, 2}, {3, 4}};
        Storage storage = Storage.of(own);
        own[1] = new double[] {5, 6};
        storage.set(1, 0, 7);
        assertThat(own[1]).containsExactly(7, 6);
    }

    @Test
    void theDefaultMethodsServeAStorageOfOnesOwn() {
        double[] diagonal = {1, 2};
        Storage own = new Storage() {
            @Override
            public int rows() {
                return 2;
            }

            @Override
            public int columns() {
                return 2;
            }

            @Override
            public double get(int row, int column) {
                return row == column ? diagonal[row] : 0;
            }

            @Override
            public void set(int row, int column, double value) {
                if (row == column) {
                    diagonal[row] = value;
                }
            }
        };
        double[] read = new double[4];
        own.readInto(read);
        assertThat(read).containsExactly(1, 0, 0, 2);
        own.rows(1, 2).writeFrom(new double[] {8, 9});
        assertThat(diagonal).containsExactly(1, 9);
        assertThat(own.precision()).isEqualTo(Precision.DOUBLE);
    }
}
