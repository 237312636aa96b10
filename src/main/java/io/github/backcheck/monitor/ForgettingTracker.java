package io.github.backcheck.monitor;

import io.github.backcheck.model.ClassTargets;
import java.util.BitSet;
import java.util.OptionalInt;

/** Follows every sample of a probe through the run: three bits each. */
final class ForgettingTracker {

    private final ClassTargets targets;
    private final int samples;
    private final BitSet everRight = new BitSet();
    private final BitSet everForgotten = new BitSet();
    private BitSet right = new BitSet();
    private long events;
    private int looks;

    ForgettingTracker(ClassTargets targets, int samples) {
        this.targets = targets;
        this.samples = samples;
    }

    void add(double[][] outputs) {
        BitSet now = new BitSet();
        for (int sample = 0; sample < samples; sample++) {
            OptionalInt predicted = targets.predicted(outputs[sample]);
            now.set(sample, predicted.isPresent() && predicted.getAsInt() == targets.classOf(sample));
        }
        right.andNot(now);
        events += right.cardinality();
        everForgotten.or(right);
        everRight.or(now);
        right = now;
        looks++;
    }

    Forgetting summary() {
        BitSet never = new BitSet();
        never.set(0, samples);
        never.andNot(everRight);
        return new Forgetting(
                looks,
                never.stream().boxed().toList(),
                everForgotten.stream().boxed().toList(),
                events);
    }
}
