package io.github.backcheck.testing;

import io.github.backcheck.audit.ForwardAudit;
import io.github.backcheck.audit.UpdateAudit;
import io.github.backcheck.diagnosis.Examination;
import io.github.backcheck.gradient.GradientCheck;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Model;
import io.github.backcheck.text.Fact;
import java.util.List;

/** The checks with their usual settings, and the line of code that repeats them. */
final class Outcomes {

    private Outcomes() {}

    static Outcome gradients(Model model, Batch batch, long seed) {
        return GradientJudge.judge(
                GradientCheck.of(model).on(batch).seed(seed), line("GradientCheck.of(model).on(batch)", seed));
    }

    static Outcome updates(Model model, Batch batch, long seed) {
        return UpdateJudge.judge(
                UpdateAudit.of(model).on(batch).seed(seed).run(), line("UpdateAudit.of(model).on(batch)", seed));
    }

    static Outcome forward(Model model, Batch batch, long seed) {
        return ForwardJudge.judge(
                ForwardAudit.of(model).on(batch).seed(seed).run(),
                foot(batch, seed, line("ForwardAudit.of(model).on(batch)", seed)));
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
