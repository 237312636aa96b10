package io.github.backcheck.defect;

import io.github.backcheck.mlp.Optimiser;
import io.github.backcheck.mlp.UpdateState;
import org.ejml.data.DMatrixRMaj;

/** What wrong updates are made of. What they remember is kept in slots of the {@link UpdateState} that no optimiser uses. */
final class WrongUpdates {

    /** Of the state's memory: optimisers use 0 and 1. */
    private static final int BEFORE = 2;

    /** Of the state's memory, for a gradient on its way to the intended update. */
    static final int GIVEN = 3;

    /** Of the state's memory, for what is kept from one update to the next. */
    static final int KEPT = 4;

    /** What is done to a copy of the gradient before the intended update gets it. */
    @FunctionalInterface
    interface GradientChange {
        void spoil(DMatrixRMaj given, DMatrixRMaj parameter, UpdateState state);
    }

    /** By what the change of an entry is multiplied. */
    @FunctionalInterface
    interface Factor {
        double at(Optimiser intended, UpdateState state, int row, int column);
    }

    private WrongUpdates() {}

    /** The intended update, by a spoiled gradient. */
    static Change.WrongUpdate gradient(GradientChange change) {
        return intended -> (parameter, gradient, state) -> {
            DMatrixRMaj given = state.memory(GIVEN);
            given.setTo(gradient);
            change.spoil(given, parameter, state);
            intended.apply(parameter, given, state);
        };
    }

    /** The intended update, with the change of each entry multiplied. */
    static Change.WrongUpdate factor(Factor factor) {
        return intended -> (parameter, gradient, state) -> {
            DMatrixRMaj before = state.memory(BEFORE);
            before.setTo(parameter);
            intended.apply(parameter, gradient, state);
            for (int i = 0; i < parameter.getNumElements(); i++) {
                double times = factor.at(intended, state, i / parameter.numCols, i % parameter.numCols);
                if (times != 1) {
                    parameter.data[i] = before.data[i] + times * (parameter.data[i] - before.data[i]);
                }
            }
        };
    }
}
