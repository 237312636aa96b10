package io.github.backcheck.diagnosis;

import java.util.List;
import java.util.Optional;

/**
 * A network that does not learn although its gradient and its update are right, and learns if one thing is changed: that thing
 * is to blame. Where two things would do, the one that is odd by itself is.
 */
final class TrialRule implements Rule {

    @Override
    public List<Finding> judge(Evidence evidence) {
        return evidence.reports().find(Trials.class).flatMap(trials -> judge(trials, evidence)).stream()
                .toList();
    }

    private static Optional<Finding> judge(Trials trials, Evidence evidence) {
        InputBlame inputs = new InputBlame(trials, evidence);
        if (evidence.doesItsJob()) {
            return inputs.scaledAreFarBetter();
        }
        WeightBlame weights = new WeightBlame(trials, evidence);
        StepLengthBlame steps = new StepLengthBlame(trials);
        DesignBlame design = new DesignBlame(trials);
        NoBlame none = new NoBlame(trials, evidence);
        if (trials.learns()) {
            return inputs.scaledAreBetter()
                    .or(weights::freshAreBetter)
                    .or(design::width)
                    .or(inputs::scaledAreFarBetter)
                    .or(none::slow);
        }
        return design.penalty()
                .or(weights::oddOnes)
                .or(inputs::scaledHelp)
                .or(steps::tooLong)
                .or(steps::uphill)
                .or(() -> new DepthBlame(trials, evidence).vanishing())
                .or(design::width)
                .or(steps::tooShort)
                .or(none::start)
                .or(none::falling)
                .or(none::unknown);
    }
}
