package io.github.backcheck.testing;

import io.github.backcheck.diagnosis.Diagnosis;
import io.github.backcheck.diagnosis.Examination;
import io.github.backcheck.gradient.GradientCheck;
import io.github.backcheck.model.Model;
import io.github.backcheck.report.HtmlReport;

/** What a program does that has no test framework, loaded by {@link ClassPathTest} with nothing else on its class path. */
public final class WithoutJUnit {

    private WithoutJUnit() {}

    /** Checks a gradient, examines a network and draws a page. */
    public static String run() {
        Model model = new PlainNet().model();
        Diagnosis diagnosis = Examination.of(model).data(PlainNet.data(50)).run();
        return GradientCheck.of(model).on(PlainNet.data(8)).run().verdict() + ", "
                + HtmlReport.of(diagnosis).html().lines().findFirst().orElseThrow();
    }
}
