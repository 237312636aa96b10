package io.github.backcheck.probe;

import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Capability;
import io.github.backcheck.model.ParameterSnapshot;
import io.github.backcheck.probe.Entries.Widest;
import io.github.backcheck.probe.LawsReport.Law;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Laws about one call after another: asking changes nothing, and the same question has the same answer. */
final class CallLaws {

    private static final int TIMES_OF_RANDOM = 12;

    private final LawSheet sheet;

    CallLaws(LawSheet sheet) {
        this.sheet = sheet;
    }

    void parametersStay() {
        Map<String, Runnable> calls = new LinkedHashMap<>();
        calls.put("loss(batch)", () -> sheet.model.loss(sheet.batch));
        if (sheet.can(Capability.PREDICT)) {
            calls.put("predict(inputs)", () -> sheet.model.predict(sheet.batch));
        }
        if (sheet.can(Capability.GRADIENT)) {
            calls.put("gradient(batch)", () -> sheet.model.gradient(sheet.batch));
        }
        Widest worst = new Widest(0, 0);
        String by = String.join(", ", calls.keySet());
        double[] before = sheet.entries.values();
        try (ParameterSnapshot snapshot = sheet.model.snapshot()) {
            for (Map.Entry<String, Runnable> call : calls.entrySet()) {
                call.getValue().run();
                Widest moved = Entries.widest(before, sheet.entries.values());
                if (moved.gap() > worst.gap()) {
                    worst = moved;
                    by = call.getKey();
                }
                snapshot.restore();
            }
        }
        String where = worst.gap() == 0 ? "any parameter" : sheet.entries.name(worst.index()) + ", by " + by;
        sheet.add(Law.PARAMETERS_UNTOUCHED, worst.gap(), Entries.largest(before), where);
    }

    /** After the gradient of other samples, twice. Returns whether it can be relied on. */
    boolean gradientRepeats() {
        if (!sheet.can(Capability.GRADIENT)) {
            sheet.missing(Law.GRADIENT_AGAIN, "needs " + Capability.GRADIENT);
            return false;
        }
        Batch other = sheet.batch.select(sheet.batch.size() - 1);
        List<double[]> answers = new ArrayList<>();
        sheet.entries.gradient(other);
        answers.add(sheet.entries.gradient(sheet.batch));
        answers.add(sheet.entries.gradient(sheet.batch));
        Widest worst = Entries.widest(answers.get(0), answers.get(1));
        double scale = Math.max(Entries.largest(answers.get(0)), Entries.largest(answers.get(1)));
        if (sheet.isSmall(worst.gap(), scale)) {
            sheet.add(Law.GRADIENT_AGAIN, worst.gap(), scale, sheet.entries.name(worst.index()));
            return true;
        }
        while (answers.size() < TIMES_OF_RANDOM) {
            answers.add(sheet.entries.gradient(sheet.batch));
        }
        if (ToAndFro.are(answers)) {
            sheet.missing(
                    Law.GRADIENT_AGAIN,
                    "it goes to and fro from call to call, as with dropout; give the model reseed(...) so that it can be asked");
        } else {
            sheet.add(Law.GRADIENT_AGAIN, worst.gap(), scale, sheet.entries.name(worst.index()));
        }
        return false;
    }

    void lossStays() {
        if (!sheet.can(Capability.GRADIENT)) {
            sheet.missing(Law.LOSS_AFTER_GRADIENT, "needs " + Capability.GRADIENT);
            return;
        }
        try (ParameterSnapshot snapshot = sheet.model.snapshot()) {
            double before = sheet.model.loss(sheet.batch);
            sheet.model.gradient(sheet.batch.select(0));
            // A step that is taken inside is another law's.
            snapshot.restore();
            double after = sheet.model.loss(sheet.batch);
            sheet.add(Law.LOSS_AFTER_GRADIENT, Math.abs(after - before), Math.abs(before), "loss");
        }
    }
}
