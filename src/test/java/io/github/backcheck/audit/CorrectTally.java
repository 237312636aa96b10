package io.github.backcheck.audit;

import java.util.List;
import java.util.Locale;

/** Correct programs: nothing should be found. */
final class CorrectTally {

    private final String title;
    private final Misses alarms = new Misses();
    private final Misses reasons = new Misses();
    private int total;
    private int stepsJudged;
    private int steps;

    /** What was said of a program. */
    record Verdict(String program, BackwardTrail trail) {}

    CorrectTally(String title) {
        this.title = title;
    }

    void add(Verdict verdict) {
        BackwardTrail trail = verdict.trail();
        total++;
        steps += trail.steps().size();
        stepsJudged += (int) trail.steps().stream()
                .filter(one -> !(one.verdict() instanceof StepVerdict.NotJudged))
                .count();
        String said = verdict.program() + ": " + Said.text(trail);
        if (!trail.wrong().isEmpty()) {
            alarms.add("alarm", said);
        }
        trail.notJudged().forEach(reason -> reasons.add(reason, verdict.program()));
    }

    int total() {
        return total;
    }

    int alarms() {
        return alarms.count();
    }

    int notJudged() {
        return reasons.count();
    }

    String table() {
        return String.format(
                Locale.ROOT,
                "%s%n%d programs: %d alarms, %d not judged; of %d steps of the others %d judged%n",
                title,
                total,
                alarms(),
                notJudged(),
                steps,
                stepsJudged);
    }

    @Override
    public String toString() {
        return "Alarms\n" + alarms + "Not judged\n" + reasons + table();
    }

    static CorrectTally of(String title, List<Verdict> all) {
        CorrectTally tally = new CorrectTally(title);
        all.forEach(tally::add);
        return tally;
    }
}
