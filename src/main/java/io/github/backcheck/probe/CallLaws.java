package io.github.backcheck.probe;

import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Capability;
import io.github.backcheck.model.ModelException;
import io.github.backcheck.model.ParameterSnapshot;
import io.github.backcheck.probe.Entries.Widest;
import io.github.backcheck.probe.LawsReport.Check;
import io.github.backcheck.probe.LawsReport.Law;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Laws about one call after another: asking changes nothing, and the same question has the same answer. */
final class CallLaws {

    private static final int TIMES_OF_RANDOM = 12;

    private final LawSheet sheet;
    private final double[] before;
    private final Set<String> asked = new LinkedHashSet<>();
    private Widest moved = new Widest(0, 0);
    private String mover = "";

    CallLaws(LawSheet sheet) {
        this.sheet = sheet;
        this.before = sheet.entries.values();
    }

    /** Whether the very first questions leave the parameters alone: what they change may be as they want it afterwards. */
    boolean parametersStayFirst() {
        watch("loss(batch)", () -> sheet.model.loss(sheet.batch));
        if (sheet.can(Capability.PREDICT)) {
            watch("predict(inputs)", () -> sheet.model.predict(sheet.batch));
        }
        return mover.isEmpty();
    }

    /** Puts back what a call changes. */
    private void watch(String call, Runnable ask) {
        asked.add(call);
        try (ParameterSnapshot snapshot = sheet.model.snapshot()) {
            ask.run();
            double[] after = sheet.entries.values();
            for (int i = 0; i < after.length; i++) {
                boolean changed = Double.doubleToLongBits(after[i]) != Double.doubleToLongBits(before[i]);
                if (changed && (mover.isEmpty() || Math.abs(after[i] - before[i]) > moved.gap())) {
                    moved = new Widest(Math.abs(after[i] - before[i]), i);
                    mover = call;
                }
            }
            snapshot.restore();
        }
    }

    void parametersStay() {
        String where = mover.isEmpty() ? "any parameter" : sheet.entries.name(moved.index()) + ", by " + mover;
        double scale = Entries.largest(before);
        double share = scale == 0 ? moved.gap() : moved.gap() / scale;
        sheet.checks.add(new Check(Law.PARAMETERS_UNTOUCHED, mover.isEmpty(), share, where));
    }

    /** Whether the loss can be relied on, also after that of other samples. */
    boolean lossRepeats() {
        double first = sheet.model.loss(sheet.batch);
        double second = sheet.model.loss(sheet.batch);
        if (!Double.isFinite(first)) {
            sheet.missing.add("the other laws: the loss is " + first);
            return false;
        }
        if (!sheet.isSmall(Math.abs(second - first), Math.abs(first))) {
            if (keepsGoing(first, second)) {
                sheet.add(
                        Law.LOSS_AGAIN, Math.abs(second - first), Math.max(Math.abs(first), Math.abs(second)), "loss");
                sheet.missing.add("the other laws: they need a loss that stays the same");
            } else {
                sheet.missing.add(
                        "the other laws: loss(batch) returns something else each time it is asked; with dropout, give"
                                + " the model reseed(...)");
            }
            return false;
        }
        askOfOne(() -> sheet.model.loss(sheet.batch.select(sheet.batch.size() - 1)));
        double third = sheet.model.loss(sheet.batch);
        sheet.add(Law.LOSS_AGAIN, Math.abs(third - second), Math.max(Math.abs(third), Math.abs(second)), "loss");
        if (sheet.isBroken(Law.LOSS_AGAIN)) {
            sheet.missing.add("the other laws: they need a loss that stays the same");
        }
        return !sheet.isBroken(Law.LOSS_AGAIN);
    }

    /** Some take batches of one size alone; whoever asks of related batches says so. */
    private static boolean askOfOne(Runnable ask) {
        try {
            ask.run();
            return true;
        } catch (ModelException e) {
            return false;
        }
    }

    /** In one direction, as no random numbers do. */
    private boolean keepsGoing(double first, double second) {
        double last = second;
        for (int call = 2; call < TIMES_OF_RANDOM; call++) {
            double next = sheet.model.loss(sheet.batch);
            if (!((next - last) * (second - first) > 0)) {
                return false;
            }
            last = next;
        }
        return true;
    }

    /** After the gradient of other samples, twice. Returns whether it can be relied on. */
    boolean gradientRepeats() {
        if (!sheet.can(Capability.GRADIENT)) {
            sheet.missing(Law.GRADIENT_AGAIN, "needs " + Capability.GRADIENT);
            return false;
        }
        Batch other = sheet.batch.select(sheet.batch.size() - 1);
        List<double[]> answers = new ArrayList<>();
        askOfOne(() -> sheet.entries.gradient(other));
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
                    "it goes to and fro from call to call, as with dropout, or where inputs are shuffled without their targets;"
                            + " give the model reseed(...) so that it can be asked");
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
        double once = sheet.model.loss(sheet.batch);
        // A step that is taken inside is put back: it is another law's.
        watch("gradient(batch)", () -> {
            if (!askOfOne(() -> sheet.model.gradient(sheet.batch.select(0)))) {
                sheet.model.gradient(sheet.batch);
            }
        });
        double after = sheet.model.loss(sheet.batch);
        sheet.add(Law.LOSS_AFTER_GRADIENT, Math.abs(after - once), Math.abs(once), "loss");
        watch("gradient(batch)", () -> sheet.model.gradient(sheet.batch));
    }
}
