package io.github.backcheck.testing;

import io.github.backcheck.audit.ForwardAudit;
import io.github.backcheck.audit.ForwardTrail;
import io.github.backcheck.audit.StepVerdict;
import io.github.backcheck.audit.UpdateAudit;
import io.github.backcheck.diagnosis.Examination;
import io.github.backcheck.gradient.GradientCheck;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Capability;
import io.github.backcheck.model.Model;
import io.github.backcheck.text.Fact;
import java.util.List;
import java.util.stream.Stream;

/** The checks with their usual settings, and the line of code that repeats them. */
final class Outcomes {

    private static final int SINGLES = 4;

    private Outcomes() {}

    /**
     * On the batch; and on single samples of it where the gradient cannot be read off a step on a batch, because the program
     * takes one sample after the other.
     */
    static Outcome gradients(Model model, Batch batch, long seed) {
        Outcome onBatch = gradients(model, batch, seed, "batch");
        boolean cannotBeRead = !onBatch.isWrong()
                && onBatch.judged().isEmpty()
                && model.can(Capability.TRAIN_STEP)
                && !model.can(Capability.GRADIENT);
        return cannotBeRead && batch.size() > 1 ? gradientsOfSingles(model, batch, seed, onBatch) : onBatch;
    }

    /** A ReLU that is off for one sample is on for another: the sample that leaves the least unjudged counts. */
    private static Outcome gradientsOfSingles(Model model, Batch batch, long seed, Outcome onBatch) {
        Outcome best = onBatch;
        for (int sample = 0; sample < Math.min(SINGLES, batch.size()); sample++) {
            Outcome one = gradients(model, batch.select(sample), seed, "batch.select(" + sample + ")");
            if (one.isWrong()) {
                return one;
            }
            best = one.judged().size() > best.judged().size() ? one : best;
        }
        return best;
    }

    private static Outcome gradients(Model model, Batch batch, long seed, String samples) {
        return GradientJudge.judge(
                GradientCheck.of(model).on(batch).seed(seed),
                line("GradientCheck.of(model).on(" + samples + ")", seed));
    }

    static Outcome updates(Model model, Batch batch, long seed) {
        return UpdateJudge.judge(
                UpdateAudit.of(model).on(batch).seed(seed).run(), line("UpdateAudit.of(model).on(batch)", seed));
    }

    /** Answers that are another each time come before what is wrong with them, unless that has a name. */
    static Outcome forward(Model model, Batch batch, long seed) {
        List<Fact> foot = foot(batch, seed, line("ForwardAudit.of(model).on(batch)", seed));
        ForwardTrail trail = ForwardAudit.of(model).on(batch).seed(seed).run();
        Outcome audited = ForwardJudge.judge(trail, foot);
        boolean named = trail.steps().stream().anyMatch(step -> step.verdict() instanceof StepVerdict.Named);
        if (named || (!audited.isWrong() && audited.isJudged())) {
            return audited;
        }
        Specimen specimen = new Specimen(model, batch, batch, seed);
        return Stream.of(RepeatChecks.loss(specimen), RepeatChecks.predictions(specimen))
                .filter(Outcome::isWrong)
                .findFirst()
                .map(repeated -> repeated.endingWith(foot))
                .orElse(audited);
    }

    static Outcome health(Model model, Batch data) {
        return HealthJudge.judge(
                Examination.of(model).data(data).run(), foot(data, 1, line("Examination.of(model).data(data)", 1)));
    }

    private static List<Fact> foot(Batch samples, long seed, String reproduce) {
        return List.of(new Fact("checked", "a " + samples + "; seed " + seed), new Fact("reproduce", reproduce));
    }

    private static String line(String check, long seed) {
        return "System.out.println(" + check + ".seed(" + seed + ").run());";
    }
}
