package io.github.backcheck.census;

import io.github.backcheck.model.Batch;
import java.util.Objects;

/**
 * Counts and measures a data set before training: ranges and scale, features that never vary, bytes read with sign, file
 * headers among the data, classes and their order, one-hot targets that are none, samples that repeat or contradict each other,
 * whether the inputs tell anything about the targets, and the loss that a network reaches without looking at its inputs.
 *
 * <pre>{@code
 * CensusReport census = DataCensus.of(digits);
 * census.inputs().constantlyZero();                       // [0, 32, 39]
 * census.relation().relation();                           // RELATED
 * census.targets().constantPrediction().crossEntropy();   // OptionalDouble[2.302...]
 * }</pre>
 */
public final class DataCensus {

    private DataCensus() {}

    /**
     * Looks at a data set, in the order given: shuffled before, it hides how it was sorted or shifted.
     *
     * @param data all samples with their targets
     * @return the report
     * @throws NullPointerException if the data are null
     */
    public static CensusReport of(Batch data) {
        Objects.requireNonNull(data, "the data are null");
        return new CensusReport(
                DataShape.of(data),
                InputCensus.of(data),
                TargetCensus.of(data),
                Duplicates.of(data),
                RelationJudge.of(data));
    }
}
