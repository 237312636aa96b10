package io.github.backcheck.audit;

import io.github.backcheck.audit.StepVerdict.Replay;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which of several replays come close enough to a program's numbers. */
final class Contest {

    private final Tolerance tolerance;
    private final double ofRightStep;
    private final List<List<Suspect>> accepted = new ArrayList<>();
    private double residual;
    private Replay runnerUp;

    Contest(Tolerance tolerance, double ofRightStep) {
        this.tolerance = tolerance;
        this.ofRightStep = ofRightStep;
        this.runnerUp = new Replay("the right step", ofRightStep);
    }

    /** What a replay must come closer than to matter. */
    double enough() {
        return runnerUp.residual();
    }

    /** One defect, or several together. */
    void enter(List<Suspect> suspects, double ofDefect) {
        if (tolerance.accepts(ofDefect, ofRightStep)) {
            residual = accepted.isEmpty() ? ofDefect : residual;
            accepted.add(suspects);
        } else if (ofDefect < runnerUp.residual()) {
            runnerUp = new Replay(
                    String.join(
                            " and ",
                            suspects.stream()
                                    .map(suspect -> suspect.defect().id())
                                    .toList()),
                    ofDefect);
        }
    }

    boolean isDecided() {
        return !accepted.isEmpty();
    }

    /** Those that were accepted, the first that was entered first. */
    List<List<Suspect>> accepted() {
        return accepted;
    }

    /** One defect was entered at a time, and at least one was accepted. */
    StepVerdict.Named verdict(List<Suspect> suspects) {
        return new StepVerdict.Named(
                suspects.stream().map(Suspect::defect).distinct().toList(), residual, Optional.of(runnerUp));
    }
}
