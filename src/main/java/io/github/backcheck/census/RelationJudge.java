package io.github.backcheck.census;

import io.github.backcheck.model.Batch;
import java.util.Arrays;
import java.util.Random;
import java.util.function.IntUnaryOperator;

/** Looks for a relation between inputs and targets in a random choice of the samples. */
final class RelationJudge {

    /** So many samples take a fraction of a second at a thousand features. */
    static final int MOST_SAMPLES = 600;

    /** With fewer, chance alone reaches far. */
    static final int FEWEST_SAMPLES = 60;

    /** Where fewer samples have other targets than the most frequent ones, a single pair decides. */
    static final int FEWEST_OTHERS = 20;

    static final int NEIGHBOURS = 5;

    private static final long SEED = 20_170_131;

    private RelationJudge() {}

    static TargetRelation of(Batch data) {
        if (data.size() < FEWEST_SAMPLES) {
            return tooFew(data.size());
        }
        Random random = new Random(SEED);
        int[] drawn = Draw.some(MOST_SAMPLES, data.size(), random);
        Rows targets = Rows.targets(data);
        if (Likeness.varied(targets.select(drawn)) < FEWEST_OTHERS) {
            return tooAlike();
        }
        Rows inputs = Rows.inputs(data).select(drawn);
        Columns columns = Columns.of(inputs);
        int[] features = Cloud.features(columns, random);
        if (features.length == 0) {
            return TargetRelation.notJudged("no input varies");
        }
        int[][] nearest = Cloud.of(inputs, columns, features).neighbours(NEIGHBOURS);
        Likeness likeness = Likeness.of(targets);
        return AlignmentJudge.judge(data.size(), order -> {
            int[] taken = ordered(drawn, order);
            return Agreement.of(nearest, taken, taken, likeness);
        });
    }

    static TargetRelation tooFew(int samples) {
        return TargetRelation.notJudged("needs at least " + FEWEST_SAMPLES + " samples, there are " + samples);
    }

    static TargetRelation tooAlike() {
        return TargetRelation.notJudged("fewer than " + FEWEST_OTHERS
                + " of the samples looked at have other targets than the most frequent ones");
    }

    private static int[] ordered(int[] drawn, IntUnaryOperator order) {
        return Arrays.stream(drawn).map(order).toArray();
    }
}
