package io.github.backcheck.trial;

import io.github.backcheck.model.Batch;

/** What a network is asked for in a trial. */
public enum TargetForm {

    /** The targets as they are. */
    AS_GIVEN("targets as given") {
        @Override
        Batch of(Batch data, long seed) {
            return data;
        }
    },

    /** Each sample with the targets of another one: a few can be learned by heart, on the whole there is nothing to learn. */
    SHUFFLED("targets shuffled against the inputs") {
        @Override
        Batch of(Batch data, long seed) {
            return Batch.of(data.inputs(), data.shuffled(seed).targets());
        }
    };

    private final String words;

    TargetForm(String words) {
        this.words = words;
    }

    /** The same samples with other targets. */
    abstract Batch of(Batch data, long seed);

    /** As in {@code targets shuffled against the inputs}. */
    @Override
    public String toString() {
        return words;
    }
}
