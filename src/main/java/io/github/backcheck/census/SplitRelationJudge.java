package io.github.backcheck.census;

import io.github.backcheck.model.Batch;
import java.util.Arrays;
import java.util.Random;

/** Looks for the targets of test samples among their neighbours in the training data. */
final class SplitRelationJudge {

    /** Standard deviations at which a relation shows, with as many again to spare. */
    private static final double SURE = 2 * AlignmentJudge.CLEAR;

    private static final long SEED = 19_990_405;

    private SplitRelationJudge() {}

    static TargetRelation of(Batch training, Batch test, TargetRelation relation) {
        if (relation.relation() != Relation.RELATED) {
            return TargetRelation.notJudged("the training data show no relation themselves");
        }
        if (test.size() < RelationJudge.FEWEST_SAMPLES) {
            return RelationJudge.tooFew(test.size());
        }
        Random random = new Random(SEED);
        int[] references = Draw.some(RelationJudge.MOST_SAMPLES, training.size(), random);
        int[] drawn = Draw.some(RelationJudge.MOST_SAMPLES, test.size(), random);
        if (Likeness.varied(Rows.targets(test).select(drawn)) < RelationJudge.FEWEST_OTHERS) {
            return RelationJudge.tooAlike();
        }
        Rows inputs = Rows.inputs(training).select(references);
        Rows queries = Rows.inputs(test).select(drawn);
        Columns columns = Columns.of(inputs);
        int[] features = Cloud.features(columns, random);
        // Each part against its own mean and deviation, so that another scaling does not pass for unrelated targets.
        int[][] nearest = Cloud.of(inputs, columns, features)
                .neighbours(Cloud.of(queries, Columns.of(queries), features), RelationJudge.NEIGHBOURS);
        Likeness likeness = Likeness.of(Rows.both(Rows.targets(training), Rows.targets(test)));
        TargetRelation judged = AlignmentJudge.judge(
                test.size(),
                order -> Agreement.of(
                        nearest,
                        Arrays.stream(drawn)
                                .map(order)
                                .map(s -> training.size() + s)
                                .toArray(),
                        references,
                        likeness));
        return judged.relation() == Relation.NO_RELATION_SEEN && !shouldShow(relation, judged)
                ? TargetRelation.notJudged(
                        "the relation in the training data is too weak to show in so few test samples")
                : judged;
    }

    /** Whether the test targets would be clearly beyond chance if they were as related as the training targets. */
    private static boolean shouldShow(TargetRelation training, TargetRelation test) {
        double chance = test.asGiven().map(Agreement::deviation).orElse(0.0);
        double expected = training.asGiven().map(Agreement::excess).orElse(0.0);
        return Math.abs(expected) > SURE * chance;
    }
}
