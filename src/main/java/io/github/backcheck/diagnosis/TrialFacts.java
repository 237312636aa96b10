package io.github.backcheck.diagnosis;

import io.github.backcheck.text.Fact;
import io.github.backcheck.text.Figures;
import io.github.backcheck.trial.Course;
import io.github.backcheck.trial.TwinSetting;
import java.util.ArrayList;
import java.util.List;

/** The facts that a finding from trials rests on. */
final class TrialFacts {

    private final Trials trials;

    TrialFacts(Trials trials) {
        this.trials = trials;
    }

    /** What else was seen, and how the network came on as it is. */
    List<Fact> asItIs(List<Fact> first) {
        List<Fact> facts = new ArrayList<>(first);
        facts.add(new Fact("as it is", outcome(trials.asGiven())));
        return List.copyOf(facts);
    }

    /** What else was seen, and how the network came on as it is and with a change. */
    List<Fact> changed(List<Fact> first, Course course) {
        List<Fact> facts = new ArrayList<>(asItIs(first));
        facts.add(new Fact("changed", outcome(course) + ", with " + course.setting()));
        return List.copyOf(facts);
    }

    /** How the reference network came on in its place, and how the network did as it is. */
    List<Fact> withTwins() {
        return asItIs(trials.twins().stream()
                .map(twin -> new Fact(name(twin.setting()), outcome(twin.course())))
                .toList());
    }

    private static String name(TwinSetting setting) {
        return "reference network"
                + (setting.penalty().isPresent() ? ", no penalty" : "")
                + (setting.unitsTimes() > 1 ? ", " + setting.unitsTimes() + " times as wide" : "");
    }

    private static String outcome(Course course) {
        String loss = "loss " + Figures.precise(course.lossBefore()) + " to " + Figures.precise(course.lossAfter())
                + " in " + Figures.count(course.steps(), "step");
        return course.score()
                .map(score -> loss + ", " + Figures.share(score.after(), score.samples()) + " right")
                .orElse(loss);
    }
}
