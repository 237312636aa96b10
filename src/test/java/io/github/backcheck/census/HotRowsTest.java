package io.github.backcheck.census;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.backcheck.examples.Digits;
import io.github.backcheck.model.Batch;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HotRowsTest {

    private static final Batch DIGITS = Digits.load().scaled();

    @Test
    void emptyRowsAreSeen() {
        double[][] y = DIGITS.targets();
        y[3] = new double[10];
        y[90] = new double[10];
        HotRows rows = rows(y);

        assertThat(rows.kind()).isEqualTo(TargetKind.BROKEN_ONE_HOT);
        assertThat(rows.firstEmpty()).containsExactly(3, 90);
        assertThat(rows).hasToString("one-hot in 1,795 rows, but 2 empty (first: 3, 90)");
    }

    @Test
    void rowsWithSeveralHotTargetsAreSeen() {
        double[][] y = DIGITS.targets();
        y[3] = new double[] {1, 1, 0, 0, 0, 0, 0, 0, 0, 0};
        HotRows rows = rows(y);

        assertThat(rows.kind()).isEqualTo(TargetKind.BROKEN_ONE_HOT);
        assertThat(rows).hasToString("one-hot in 1,796 rows, but 1 with several hot targets (first: 3)");
    }

    @Test
    void zerosBesideMinusOneAndOneAreEmpty() {
        double[][] y = Spoiled.targets(DIGITS, v -> 2 * v - 1).targets();
        y[5] = new double[10];

        assertThat(rows(y).kind()).isEqualTo(TargetKind.BROKEN_ONE_HOT);
        assertThat(rows(y).firstEmpty()).containsExactly(5);
    }

    @Test
    void targetsThatWereNeverFilledAreSeen() {
        HotRows rows = rows(new double[40][3]);

        assertThat(rows.kind()).isEqualTo(TargetKind.BROKEN_ONE_HOT);
        assertThat(rows.empty()).isEqualTo(40);
        assertThat(rows.firstEmpty()).hasSize(10);
    }

    @Test
    void aRowThatIsNeverClearedIsSeen() {
        double[][] y = DIGITS.shuffled(1).targets();
        for (int s = 1; s < y.length; s++) {
            for (int o = 0; o < y[s].length; o++) {
                y[s][o] = Math.max(y[s][o], y[s - 1][o]);
            }
        }

        assertThat(rows(y).kind()).isEqualTo(TargetKind.NEVER_CLEARED);
        assertThat(rows(y)).asString().startsWith("each row keeps the hot targets of the row before: from one in");
    }

    @Test
    void orderedClassesWrittenAsBarsAreNotThat() {
        double[][] y = new double[30][4];
        for (int s = 0; s < y.length; s++) {
            Arrays.fill(y[s], 0, 1 + s / 8, 1);
        }

        assertThat(rows(y).kind()).isEqualTo(TargetKind.SEVERAL_LABELS);
    }

    @Test
    void oneHotIsOneHotWhateverItsValues() {
        assertThat(rows(DIGITS.targets()).kind()).isEqualTo(TargetKind.ONE_HOT);
        assertThat(rows(Spoiled.targets(DIGITS, v -> 2 * v - 1).targets()).kind())
                .isEqualTo(TargetKind.ONE_HOT);
        assertThat(rows(Spoiled.targets(DIGITS, v -> 0.1 + 0.8 * v).targets())).hasToString("one-hot");
    }

    @Test
    void severalLabelsAreSaidToBeThat() {
        Random random = new Random(1);
        double[][] y = new double[200][5];
        for (double[] row : y) {
            for (int o = 0; o < row.length; o++) {
                row[o] = random.nextInt(3) == 0 ? 1 : 0;
            }
        }

        assertThat(rows(y).kind()).isEqualTo(TargetKind.SEVERAL_LABELS);
        assertThat(rows(y)).asString().startsWith("not one-hot, several labels: ");
    }

    @Test
    void otherTargetsAreNoRows() {
        assertThat(rows(new double[][] {{0.5, 1}, {2, 3}}).kind()).isEqualTo(TargetKind.NUMBERS);
        assertThat(rows(new double[][] {{1}, {2}, {3}})).hasToString("numbers, no classes");
        assertThat(rows(new double[][] {{0}, {1}, {0}})).hasToString("one output with two values");
        assertThat(rows(new double[][] {{4}, {4}})).hasToString("all the same");
        assertThat(rows(new double[][] {{0}, {0}}).kind()).isEqualTo(TargetKind.CONSTANT);
        assertThat(rows(new double[][] {{2, 2}, {2, 2}}).kind()).isEqualTo(TargetKind.CONSTANT);
        assertThat(rows(new double[][] {{2, 2}, {0, 0}}).kind()).isEqualTo(TargetKind.SEVERAL_LABELS);
    }

    private static HotRows rows(double[][] targets) {
        return DataCensus.of(Batch.of(new double[targets.length][1], targets))
                .targets()
                .rows();
    }
}
