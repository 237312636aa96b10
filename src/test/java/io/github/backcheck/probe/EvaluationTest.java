package io.github.backcheck.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.ModelBuilder;
import io.github.backcheck.probe.EvaluationReport.Accuracy;
import io.github.backcheck.probe.EvaluationReport.Formula;
import io.github.backcheck.probe.EvaluationReport.LossRelation;
import io.github.backcheck.probe.EvaluationReport.ReportedLoss;
import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EvaluationTest {

    private static final Batch DIGITS = ProbeData.digits(300);

    private ArrayProgram program;

    @BeforeEach
    void learnALittle() {
        program = new ArrayProgram(1, new int[] {64, 12, 10}, "sigmoid", "sigmoid");
        program.rate = 1;
        program.learn(DIGITS, 12);
    }

    private Accuracy accuracy(ToDoubleFunction<Batch> reported) {
        EvaluationReport report = evaluate(program.wrap().reportedAccuracy(reported), DIGITS);
        Accuracy accuracy = report.accuracy().orElseThrow();
        assertThat(report.accuracyJudgement().isNoticed())
                .isEqualTo(!accuracy.formula().isSound());
        return accuracy;
    }

    private static EvaluationReport evaluate(ModelBuilder builder, Batch data) {
        return Evaluation.of(builder.build(), data);
    }

    private double right(Batch batch, int from, int to) {
        Batch part = batch.slice(from, to);
        return program.accuracy(part.inputs(), part.targets()) * part.size();
    }

    @Test
    void rightAccuraciesAgreeHoweverTheyAreWritten() {
        assertThat(accuracy(b -> right(b, 0, b.size()) / b.size()).formula()).isEqualTo(Formula.RIGHT);
        assertThat(accuracy(b -> 100 * right(b, 0, b.size()) / b.size()).formula())
                .isEqualTo(Formula.RIGHT);
        assertThat(accuracy(b -> Math.round(1000 * right(b, 0, b.size()) / b.size()) / 10.0)
                        .formula())
                .isEqualTo(Formula.RIGHT);
        assertThat(accuracy(b -> right(b, 0, b.size()) / (float) b.size()).formula())
                .isEqualTo(Formula.RIGHT);
    }

    @Test
    void integerDivisionIsNamed() {
        assertThat(accuracy(b -> Math.floorDiv((int) right(b, 0, b.size()), b.size()))
                        .formula())
                .isEqualTo(Formula.INTEGER_DIVISION);
        Accuracy percent = accuracy(b -> 100 * Math.floorDiv((int) right(b, 0, b.size()), b.size()));
        assertThat(percent.formula()).isEqualTo(Formula.INTEGER_DIVISION);
        assertThat(percent.toString()).startsWith("0 reported,").endsWith("of 300) recounted");
    }

    @Test
    void comparingSingleOutputsIsNamed() {
        Accuracy accuracy = accuracy(b -> {
            double[][] a = program.forward(b.inputs());
            double same = 0;
            for (int s = 0; s < a.length; s++) {
                for (int k = 0; k < a[s].length; k++) {
                    same += Math.round(a[s][k]) == b.target(s, k) ? 1 : 0;
                }
            }
            return same / a.length / a[0].length;
        });
        assertThat(accuracy.formula()).isEqualTo(Formula.SINGLE_OUTPUTS);
    }

    @Test
    void countingAPartIsNamed() {
        Accuracy last = accuracy(b -> right(b, 268, 300) / 32);
        assertThat(last.formula()).isEqualTo(Formula.LAST_SAMPLES);
        assertThat(last.number()).isEqualTo(32);
        Accuracy first = accuracy(b -> right(b, 0, 50) / 50);
        assertThat(first.formula()).isEqualTo(Formula.FIRST_SAMPLES);
        assertThat(first.number()).isEqualTo(50);
    }

    @Test
    void anotherDivisorIsNamed() {
        Accuracy accuracy = accuracy(b -> right(b, 0, 300) / 3000);
        assertThat(accuracy.formula()).isEqualTo(Formula.OTHER_DIVISOR);
        assertThat(accuracy.number()).isBetween(2999.9, 3000.1);
    }

    @Test
    void argmaxThatStandsStillIsNamed() {
        assertThat(accuracy(b -> share(b.labels(), 0)).formula()).isEqualTo(Formula.PREDICTION_TAKEN_AS_0);
        assertThat(accuracy(b -> share(
                                Arrays.stream(program.forward(b.inputs()))
                                        .mapToInt(ArrayProgram::argmax)
                                        .toArray(),
                                0))
                        .formula())
                .isEqualTo(Formula.TARGET_TAKEN_AS_0);
        assertThat(accuracy(b -> 1).formula()).isEqualTo(Formula.ALWAYS_ALL);
        assertThat(accuracy(b -> 1 - right(b, 0, 300) / 300).formula()).isEqualTo(Formula.SHARE_WRONG);
    }

    private static double share(int[] labels, int wanted) {
        return (double) Arrays.stream(labels).filter(label -> label == wanted).count() / labels.length;
    }

    @Test
    void argmaxOverNaNIsNamed() {
        program.w[1][0][2] = Double.NaN;
        assertThat(accuracy(b -> right(b, 0, b.size()) / b.size()).formula()).isEqualTo(Formula.PREDICTION_TAKEN_AS_0);
    }

    @Test
    void whatIsNoneOfTheseIsUnknown() {
        assertThat(accuracy(b -> 0.1234567 + right(b, 0, 300) / 1000).formula()).isEqualTo(Formula.UNKNOWN);
    }

    private ReportedLoss loss(ToDoubleFunction<Batch> reported) {
        EvaluationReport report = evaluate(program.wrap().reportedLoss(reported), DIGITS);
        ReportedLoss loss = report.loss().orElseThrow();
        assertThat(report.lossJudgement().isNoticed()).isEqualTo(loss.relation() == LossRelation.OTHER);
        return loss;
    }

    @Test
    void reportedLossesAreRelatedToTheLoss() {
        assertThat(loss(b -> program.loss(b.inputs(), b.targets())).relation()).isEqualTo(LossRelation.EQUAL);
        ReportedLoss sum = loss(b -> 300 * program.loss(b.inputs(), b.targets()));
        assertThat(sum.relation()).isEqualTo(LossRelation.FACTOR);
        assertThat(sum.factorName()).isEqualTo("number of samples");
        ReportedLoss root = loss(b -> Math.sqrt(2 * program.loss(b.inputs(), b.targets()) / 10));
        assertThat(root.relation()).isEqualTo(LossRelation.ROOT);
        assertThat(loss(b -> program.accuracy(b.inputs(), b.targets())).relation())
                .isEqualTo(LossRelation.OTHER);
        assertThat(loss(b -> {
                            double[][] a = program.forward(b.inputs());
                            double entropy = 0;
                            for (int s = 0; s < a.length; s++) {
                                entropy -= Math.log(a[s][b.labels()[s]]);
                            }
                            return entropy / a.length;
                        })
                        .relation())
                .isEqualTo(LossRelation.CROSS_ENTROPY);
    }

    @Test
    void aLossWithoutItsPenaltyIsSeen() {
        program.decay = 0.01;
        assertThat(loss(b -> program.loss(b.inputs(), b.targets()) - 0.005 * program.squares())
                        .relation())
                .isEqualTo(LossRelation.WITHOUT_PENALTY);
    }

    @Test
    void shiftedLabelsAreNamed() {
        int[] shifted = Arrays.stream(DIGITS.labels()).map(k -> (k + 1) % 10).toArray();
        ArrayProgram misled = new ArrayProgram(2, new int[] {64, 20, 10}, "tanh", "softmax");
        misled.learn(Batch.labelled(DIGITS.inputs(), shifted, 10), 40);
        EvaluationReport report = evaluate(misled.wrap(), DIGITS);
        assertThat(report.relabellingJudgement().isNoticed()).isTrue();
        assertThat(report.relabelling().orElseThrow().shift()).isEqualTo(1);
        assertThat(report.relabelling().orElseThrow().after()).isGreaterThan(0.8);
        assertThat(report.toString()).contains("class k is predicted as class k + 1 (mod 10)");
    }

    @Test
    void untrainedNetworksHaveNoLabelsExchanged() {
        for (int seed = 0; seed < 50; seed++) {
            ArrayProgram untrained = new ArrayProgram(seed, new int[] {64, 12, 10}, "tanh", "softmax");
            EvaluationReport report = evaluate(untrained.wrap(), DIGITS);
            assertThat(report.relabellingJudgement()).as("seed %s", seed).isEqualTo(Judgement.asExpected());
        }
    }

    @Test
    void theBestExchangeIsTheBest() {
        int[][] confusion = {{1, 9, 0}, {8, 7, 0}, {3, 3, 3}};
        assertThat(BestRelabelling.of(confusion).predictedAs()).containsExactly(1, 0, 2);
        assertThat(BestRelabelling.of(confusion).after()).isEqualTo(20.0 / 34);
    }

    @Test
    void whatIsMissingIsSaid() {
        Model bare = Model.named("bare")
                .weights("W", new double[][] {{1}})
                .loss(batch -> 0)
                .build();
        EvaluationReport report = Evaluation.of(bare, DIGITS);
        assertThat(report.accuracyJudgement().reason()).isEqualTo("needs reportedAccuracy(batch)");
        assertThat(report.judgement().isJudged()).isFalse();
    }
}
