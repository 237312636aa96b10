package io.github.backcheck.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * An update that reproduces what was seen, in words.
 *
 * @param rule what is done at each step
 * @param constants read off
 * @param rate η, if there is one for all steps
 * @param defects ids, the name first, then those that cannot be told from it; empty if nothing is wrong
 * @param problem what is wrong where no defect of the catalogue is; empty if nothing is
 * @param residual of the replay
 */
record Reading(
        String rule,
        List<UpdateConstant> constants,
        OptionalDouble rate,
        List<String> defects,
        String problem,
        double residual) {

    Reading {
        constants = List.copyOf(constants);
        defects = List.copyOf(defects);
    }

    boolean isRight() {
        return defects.isEmpty() && problem.isEmpty();
    }

    /** The same with a name for what was right so far. */
    Reading named(String more, List<String> ids) {
        return new Reading(rule + more, constants, rate, ids, problem, residual);
    }

    Reading withProblem(String what) {
        return new Reading(rule, constants, rate, defects, what, residual);
    }

    Reading saying(String more) {
        return new Reading(rule + more, constants, rate, defects, problem, residual);
    }

    /** A reading in the making. */
    static final class Draft {
        private final List<String> words = new ArrayList<>();
        private final List<UpdateConstant> constants = new ArrayList<>();
        private final List<String> defects = new ArrayList<>();
        private OptionalDouble rate = OptionalDouble.empty();
        private String problem = "";

        Draft says(String more) {
            words.add(more);
            return this;
        }

        Draft constant(UpdateConstant constant) {
            constants.add(constant);
            return this;
        }

        Draft rate(double value) {
            rate = OptionalDouble.of(value);
            return this;
        }

        /** The first to be called gives the name. */
        Draft defect(String... ids) {
            if (defects.isEmpty() && ids.length > 0) {
                defects.addAll(List.of(ids));
            }
            return this;
        }

        Draft problem(String what) {
            if (problem.isEmpty()) {
                problem = what;
            }
            return this;
        }

        Reading of(double residual) {
            return new Reading(
                    String.join(", ", words), constants, rate, defects, defects.isEmpty() ? problem : "", residual);
        }
    }
}
