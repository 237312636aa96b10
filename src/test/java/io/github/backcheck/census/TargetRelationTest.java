package io.github.backcheck.census;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.backcheck.examples.Digits;
import io.github.backcheck.model.Batch;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetRelationTest {

    private static final Batch DIGITS = Digits.load().scaled();

    @Test
    void digitsAreRelated() {
        TargetRelation relation = relation(DIGITS);

        assertThat(relation.relation()).isEqualTo(Relation.RELATED);
        assertThat(relation.asGiven().orElseThrow().observed()).isGreaterThan(0.85);
        assertThat(relation)
                .asString()
                .startsWith("related: ")
                .contains(" of the 5 nearest neighbours of 600 samples have the same class, ");
    }

    @Test
    void targetsMixedUpShowNoRelation() {
        for (int seed = 0; seed < 10; seed++) {
            assertThat(relation(Spoiled.mixed(DIGITS, seed)).relation()).isEqualTo(Relation.NO_RELATION_SEEN);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-8, -3, -2, -1, 1, 2, 3, 8})
    void shiftedTargetsAreSeenWithTheirShift(int rows) {
        for (Batch data :
                new Batch[] {DIGITS, DIGITS.shuffled(1), DIGITS.shuffled(2).slice(0, 200)}) {
            TargetRelation relation = relation(Spoiled.late(data, rows));

            assertThat(relation.relation()).isEqualTo(Relation.SHIFTED);
            assertThat(relation.shift()).isEqualTo(rows);
        }
    }

    @Test
    void saysWhichWayTheTargetsAreShifted() {
        assertThat(relation(Spoiled.late(DIGITS, 1))).asString().contains("with the targets of 1 row further on, ");
        assertThat(relation(Spoiled.late(DIGITS, -2))).asString().contains("with the targets of 2 rows further back, ");
    }

    @Test
    void reversedTargetsAreSeen() {
        assertThat(relation(Spoiled.reversed(DIGITS)).relation()).isEqualTo(Relation.REVERSED);
        assertThat(relation(Spoiled.reversed(DIGITS))).asString().contains("with the targets from last to first, ");
    }

    @Test
    void sortedDataAreRelatedAndNotShifted() {
        Batch sorted = HealthyData.sorted(DIGITS);

        assertThat(relation(sorted).relation()).isEqualTo(Relation.RELATED);
        // In data class by class a small shift spoils only the edges: there is nothing to be alarmed about.
        assertThat(relation(Spoiled.late(sorted, 2)).relation()).isEqualTo(Relation.RELATED);
    }

    @Test
    void anotherNumberingOfTheClassesChangesNothing() {
        int[] labels = DIGITS.labels();
        for (int s = 0; s < labels.length; s++) {
            labels[s] = (labels[s] + 3) % 10;
        }

        assertThat(relation(Batch.labelled(DIGITS.inputs(), labels, 10))).isEqualTo(relation(DIGITS));
    }

    @Test
    void neitherScaleNorOneHugeFeatureMatters() {
        double[][] x = DIGITS.inputs();
        Random random = new Random(1);
        for (double[] row : x) {
            row[0] = 1e6 * random.nextGaussian();
        }

        assertThat(relation(Batch.of(x, DIGITS.targets()))
                        .asGiven()
                        .orElseThrow()
                        .observed())
                .isGreaterThan(0.85);
    }

    @Test
    void numbersAreComparedByRank() {
        Batch curve = curve(300, 0.2);

        assertThat(relation(curve).relation()).isEqualTo(Relation.RELATED);
        assertThat(relation(curve)).asString().contains("ranks of targets of the 5 nearest neighbours");
        assertThat(relation(Spoiled.late(curve, 3)).shift()).isEqualTo(3);
        assertThat(relation(Spoiled.mixed(curve, 4)).relation()).isEqualTo(Relation.NO_RELATION_SEEN);
        assertThat(relation(Spoiled.targets(curve, v -> Math.exp(20 * v)))).isEqualTo(relation(curve));
    }

    @Test
    void neighboursThatDifferMoreThanChanceAreARelationToo() {
        Batch parity = parity(8);

        assertThat(relation(parity).asGiven().orElseThrow().score()).isLessThan(-AlignmentJudge.CLEAR);
        assertThat(relation(parity).relation()).isEqualTo(Relation.RELATED);
    }

    @Test
    void saysWhyItDidNotJudge() {
        assertThat(relation(DIGITS.slice(0, 59))).hasToString("not judged: needs at least 60 samples, there are 59");
        assertThat(relation(Batch.of(DIGITS.inputs(), new double[DIGITS.size()][1])))
                .hasToString("not judged: fewer than 20 of the samples looked at have other targets than the most"
                        + " frequent ones");
        assertThat(relation(Batch.of(new double[DIGITS.size()][3], DIGITS.targets())))
                .hasToString("not judged: no input varies");
    }

    @Test
    @EnabledIf("io.github.backcheck.census.MnistFiles#present")
    void mnistIsRelatedAndItsHeaderOfLabelsShiftsByEight() {
        double[][] images = MnistFiles.unsigned(MnistFiles.images(1000, MnistFiles.IMAGE_HEADER));
        int[] labels = MnistFiles.labels(1000, 0);
        double[][] targets = new double[labels.length][MnistFiles.CLASSES];
        for (int s = 0; s < labels.length; s++) {
            if (labels[s] >= 0 && labels[s] < MnistFiles.CLASSES) {
                targets[s][labels[s]] = 1;
            }
        }

        assertThat(relation(Batch.labelled(images, MnistFiles.labels(1000, MnistFiles.LABEL_HEADER), 10))
                        .relation())
                .isEqualTo(Relation.RELATED);
        assertThat(relation(Batch.of(images, targets)).shift()).isEqualTo(8);
    }

    private static Batch curve(int samples, double noise) {
        Random random = new Random(6);
        double[][] x = new double[samples][2];
        double[][] y = new double[samples][1];
        for (int s = 0; s < samples; s++) {
            x[s][0] = random.nextGaussian();
            x[s][1] = random.nextGaussian();
            y[s][0] = Math.sin(x[s][0]) + x[s][1] + noise * random.nextGaussian();
        }
        return Batch.of(x, y);
    }

    private static Batch parity(int bits) {
        double[][] x = new double[1 << bits][bits];
        double[][] y = new double[x.length][1];
        for (int number = 0; number < x.length; number++) {
            for (int b = 0; b < bits; b++) {
                x[number][b] = (number >> b) & 1;
            }
            y[number][0] = Integer.bitCount(number) % 2;
        }
        return Batch.of(x, y);
    }

    private static TargetRelation relation(Batch data) {
        return DataCensus.of(data).relation();
    }
}
