package io.github.backcheck.diagnosis;

import io.github.backcheck.census.Relation;
import io.github.backcheck.census.ShiftKind;
import io.github.backcheck.census.ShiftedFeature;
import io.github.backcheck.census.SplitCensus;
import io.github.backcheck.text.Fact;
import io.github.backcheck.text.Figures;
import java.util.ArrayList;
import java.util.List;

/** Test data beside training data. */
final class TestDataRule implements Rule {

    /** Small data sets hold the same sample twice by chance. */
    private static final double MANY = 0.05;

    /** Samples of other sources differ a little; another preparation shows in most features. */
    private static final double MOST = 0.5;

    private static final double SCALED = 2.5;
    private static final double OTHER_SPREAD = 1.5;
    private static final double FAR = 3;

    /** So few samples may be all that there are, as in a truth table, which is meant to be tested on itself. */
    private static final int TABLE = 32;

    @Override
    public List<Finding> judge(Evidence evidence) {
        return evidence.reports()
                .find(SplitCensus.class)
                .map(TestDataRule::judge)
                .orElse(List.of());
    }

    private static boolean isFar(double ratio, double limit) {
        return ratio > limit || ratio < 1 / limit;
    }

    /** Samples of a later time lie elsewhere, too, but not so far, and spread about as widely. */
    private static boolean isPreparedOtherwise(ShiftedFeature feature) {
        return isFar(feature.testDeviation() / feature.trainingDeviation(), OTHER_SPREAD)
                || Math.abs(feature.testMean() - feature.trainingMean()) > FAR * feature.trainingDeviation();
    }

    private static List<Finding> judge(SplitCensus split) {
        List<Finding> findings = new ArrayList<>();
        if (split.leakage().share() >= MANY) {
            boolean isTable = split.test().samples() <= TABLE && split.leakage().share() == 1;
            findings.add(new Finding(
                    FindingId.TEST_IN_TRAINING,
                    isTable ? Severity.ADVICE : Severity.HURTS,
                    List.of(),
                    Figures.percent(split.leakage().share()) + " of the test samples occur among the training samples.",
                    List.of(new Fact("seen", split.leakage().toString())),
                    "Part the data before anything is drawn from them with replacement; a test on samples that were trained on"
                            + " says nothing."));
        }
        boolean scaled = split.inputShift().kind() == ShiftKind.SCALED
                && isFar(split.inputShift().scaleRatio(), SCALED);
        boolean differs = split.inputShift().kind() == ShiftKind.SHIFTED
                && split.inputShift().shifted() >= MOST * split.inputShift().features()
                && split.inputShift().most().stream().allMatch(TestDataRule::isPreparedOtherwise);
        if (scaled || differs) {
            findings.add(new Finding(
                    FindingId.TEST_DATA_DIFFER,
                    Severity.HURTS,
                    List.of(),
                    scaled
                            ? "The test inputs are scaled otherwise than the training inputs: they are "
                                    + Figures.of(split.inputShift().scaleRatio()) + " times as large."
                            : "The test inputs were prepared in another way than the training inputs.",
                    List.of(new Fact("inputs", split.inputShift().toString())),
                    "Prepare both by the same code, with the mean and the deviation of the training inputs."));
        }
        Relation relation = split.testRelation().relation();
        if (!scaled && !differs && relation != Relation.RELATED && relation != Relation.NOT_JUDGED) {
            findings.add(
                    new Finding(
                            FindingId.TEST_TARGETS_WRONG,
                            Severity.HURTS,
                            List.of(),
                            "The test targets do not belong to the test inputs, while the training targets do belong to theirs.",
                            List.of(
                                    new Fact(
                                            "training", split.trainingRelation().toString()),
                                    new Fact("test", split.testRelation().toString())),
                            "Look how the test labels are read, and whether inputs and labels are shuffled by the same order."));
        }
        return List.copyOf(findings);
    }
}
