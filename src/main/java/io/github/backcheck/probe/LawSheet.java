package io.github.backcheck.probe;

import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Capability;
import io.github.backcheck.model.Model;
import io.github.backcheck.probe.LawsReport.Check;
import io.github.backcheck.probe.LawsReport.Law;
import io.github.backcheck.probe.MeasuredRounding.Deviation;
import java.util.ArrayList;
import java.util.List;

/** The network, the samples, and what came of the laws so far. */
final class LawSheet {

    final Model model;
    final Batch batch;
    final Entries entries;
    final MeasuredRounding rounding;
    final List<Check> checks = new ArrayList<>();
    final List<String> missing = new ArrayList<>();

    LawSheet(Model model, Batch batch) {
        this.model = model;
        this.batch = batch;
        this.entries = new Entries(model);
        this.rounding = new MeasuredRounding(model, batch);
    }

    boolean can(Capability capability) {
        return model.can(capability);
    }

    /** A law that compares two numbers, or a number with 0, against the largest number in play. */
    void add(Law law, double gap, double scale, String where) {
        checks.add(new Check(law, isSmall(gap, scale), scale == 0 ? gap : gap / scale, where));
    }

    /** A law that compares numbers made in different ways. */
    void add(Law law, Deviation deviation, String where) {
        if (deviation.tells()) {
            checks.add(new Check(law, deviation.isSmall(), deviation.share(), where));
        } else {
            missing(law, "the numbers are so small against what they are made of that they are mostly rounding");
        }
    }

    boolean isSmall(double gap, double scale) {
        return gap <= rounding.of(scale);
    }

    boolean isBroken(Law law) {
        return checks.stream().anyMatch(check -> check.law() == law && !check.holds());
    }

    void missing(Law law, String why) {
        missing.add(law + ": " + why);
    }
}
