package io.github.backcheck.audit;

import io.github.backcheck.defect.Defect;
import io.github.backcheck.text.Fact;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What an audit says of one step of a program. */
public sealed interface StepVerdict {

    /**
     * The step does what it should.
     *
     * @param residual largest relative difference between the program's numbers and the replay of the right step
     */
    record Agrees(double residual) implements StepVerdict {}

    /**
     * The step has a known defect: the replay of the defect reproduces the program's numbers, that of the right step does not.
     *
     * @param defects the name, and after it those that give the same numbers here and cannot be told from it; at least one
     * @param residual largest relative difference between the program's numbers and the replay of the defect
     * @param runnerUp the best replay that was turned down, empty if nothing else was replayed
     */
    record Named(List<Defect> defects, double residual, Optional<Replay> runnerUp) implements StepVerdict {

        /**
         * Copies the list.
         *
         * @param defects the name first
         * @param residual of the replay
         * @param runnerUp the best replay that was turned down
         * @throws IllegalArgumentException if there is no defect
         */
        public Named {
            defects = List.copyOf(defects);
            if (defects.isEmpty()) {
                throw new IllegalArgumentException("a named step needs at least one defect");
            }
        }

        /**
         * The name.
         *
         * @return the first defect
         */
        public Defect defect() {
            return defects.get(0);
        }
    }

    /**
     * The step is wrong, and no defect of the catalogue reproduces its numbers.
     *
     * @param residual relative difference between the program's numbers and the replay of the right step
     * @param shape what the error looks like, in words
     * @param numbers what was seen and what was expected
     */
    record Unknown(double residual, String shape, List<Fact> numbers) implements StepVerdict {

        /**
         * Copies the list.
         *
         * @param residual of the right step
         * @param shape what the error looks like
         * @param numbers what was seen
         */
        public Unknown {
            Objects.requireNonNull(shape, "shape");
            numbers = List.copyOf(numbers);
        }
    }

    /**
     * The step could not be judged.
     *
     * @param reason why, in words
     */
    record NotJudged(String reason) implements StepVerdict {

        /**
         * Checks that there is a reason.
         *
         * @param reason why
         */
        public NotJudged {
            Objects.requireNonNull(reason, "reason");
        }
    }

    /**
     * A replay beside the one that was accepted.
     *
     * @param what was replayed: the right step, or a defect by its id
     * @param residual relative difference between the program's numbers and the replay
     */
    record Replay(String what, double residual) {

        /**
         * Checks that nothing is null.
         *
         * @param what was replayed
         * @param residual of the replay
         */
        public Replay {
            Objects.requireNonNull(what, "what");
        }
    }
}
