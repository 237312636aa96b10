package io.github.backcheck.testing;

import io.github.backcheck.audit.ForwardAudit;
import io.github.backcheck.audit.ForwardTrail;
import io.github.backcheck.audit.UpdateAudit;
import io.github.backcheck.audit.UpdateTrail;
import io.github.backcheck.diagnosis.Diagnosis;
import io.github.backcheck.diagnosis.Examination;
import io.github.backcheck.gradient.GradientCheck;
import io.github.backcheck.gradient.GradientReport;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Model;
import io.github.backcheck.text.Fact;
import java.util.List;
import java.util.Objects;

/**
 * Assertions about networks, to be imported statically.
 *
 * <pre>{@code
 * assertForward(model, batch);
 * assertGradients(model, batch);
 * assertUpdates(model, batch);
 * }</pre>
 *
 * <p>An assertion that fails throws an {@link org.opentest4j.AssertionFailedError}, which JUnit brings along. Its message has 25
 * lines at most; the first one says in which layer, in which step, what is wrong and what was seen, the last ones how to see it
 * again. What could not be judged fails, too ({@code hidden/b: not judged: ...}), unless {@link Unjudged} allows it; if nothing
 * at all was judged, that fails always. The parameters are put back bit for bit.
 *
 * <p>All of them throw {@link NullPointerException} where an argument is null, {@link IllegalArgumentException} where the samples
 * do not fit the network, and {@link io.github.backcheck.model.ModelException} where the network itself throws.
 */
public final class NetworkAssertions {

    private NetworkAssertions() {}

    /**
     * Asserts that the gradient is that of the loss, in every parameter, at the given parameters and at livelier ones. Where it is
     * not and the architecture is known, the backward pass is audited, so that the first line can name the step.
     *
     * @param model offers gradient(batch) or trainStep(batch). Its parameters are put back.
     * @param batch of the model's number of inputs and outputs
     */
    public static void assertGradients(Model model, Batch batch) {
        assertGradients(model, batch, Unjudged.nothing());
    }

    /**
     * Asserts that no gradient is wrong, and that none but those named stays unjudged.
     *
     * @param model offers gradient(batch) or trainStep(batch). Its parameters are put back.
     * @param batch of the model's number of inputs and outputs
     * @param allowed what may stay unjudged: parameters by their names
     */
    public static void assertGradients(Model model, Batch batch, Unjudged allowed) {
        Outcomes.gradients(model, batch, 1).orThrow(nonNull(allowed));
    }

    /**
     * Runs a check as it was set up, and asserts that every gradient agrees.
     *
     * @param check for example {@code GradientCheck.of(model).on(batch).seed(7).everyEntry()}
     */
    public static void assertGradients(GradientCheck check) {
        Objects.requireNonNull(check, "the check is null");
        GradientJudge.judge(check, "System.out.println(check.run()); // the check that was asserted")
                .orThrow(Unjudged.nothing());
    }

    /**
     * Asserts that every gradient of a report agrees.
     *
     * @param report of a check that was run
     */
    public static void assertGradients(GradientReport report) {
        assertGradients(report, Unjudged.nothing());
    }

    /**
     * Asserts that no gradient of a report is wrong, and that none but those named is unjudged.
     *
     * @param report of a check that was run
     * @param allowed what may be unjudged: parameters by their names
     */
    public static void assertGradients(GradientReport report, Unjudged allowed) {
        Objects.requireNonNull(report, "the report is null");
        GradientJudge.judge(report, "System.out.println(report); // the report that was asserted")
                .orThrow(nonNull(allowed));
    }

    /**
     * Asserts that training steps do with the gradient what an optimiser does: plain descent, momentum, Adam and the like. Each
     * parameter may have a learning rate of its own, as long as it is the same for all its entries and steps. About fifteen steps are taken and undone; an optimiser's memory is not.
     *
     * @param model offers trainStep(batch), and gradient(batch) or an architecture. Its parameters are put back.
     * @param batch of the model's number of inputs and outputs
     */
    public static void assertUpdates(Model model, Batch batch) {
        assertUpdates(model, batch, Unjudged.nothing());
    }

    /**
     * Asserts that no update is wrong, and that none but those named stays unjudged.
     *
     * @param model offers trainStep(batch), and gradient(batch) or an architecture. Its parameters are put back.
     * @param batch of the model's number of inputs and outputs
     * @param allowed what may stay unjudged: parameters by their names
     */
    public static void assertUpdates(Model model, Batch batch, Unjudged allowed) {
        Outcomes.updates(model, batch, 1).orThrow(nonNull(allowed));
    }

    /**
     * Runs an audit as it was set up, and asserts that every update is right.
     *
     * @param audit for example {@code UpdateAudit.of(model).on(batch).learningRate(0.1)}
     */
    public static void assertUpdates(UpdateAudit audit) {
        Objects.requireNonNull(audit, "the audit is null");
        UpdateJudge.judge(audit.run(), "System.out.println(audit.run()); // the audit that was asserted")
                .orThrow(Unjudged.nothing());
    }

    /**
     * Asserts that every update of a trail is right.
     *
     * @param trail of an audit that was run
     */
    public static void assertUpdates(UpdateTrail trail) {
        assertUpdates(trail, Unjudged.nothing());
    }

    /**
     * Asserts that no update of a trail is wrong, and that none but those named is unjudged.
     *
     * @param trail of an audit that was run
     * @param allowed what may be unjudged: parameters by their names
     */
    public static void assertUpdates(UpdateTrail trail, Unjudged allowed) {
        Objects.requireNonNull(trail, "the trail is null");
        UpdateJudge.judge(trail, "System.out.println(trail); // the trail that was asserted")
                .orThrow(nonNull(allowed));
    }

    /**
     * Asserts that outputs and loss are those of the architecture.
     *
     * @param model offers an architecture, and predict(inputs) or trace(inputs). Its parameters are put back.
     * @param batch of the model's number of inputs and outputs
     */
    public static void assertForward(Model model, Batch batch) {
        assertForward(model, batch, Unjudged.nothing());
    }

    /**
     * Asserts that nothing in the forward pass is wrong, and that nothing but what is named stays unjudged.
     *
     * @param model offers an architecture, and predict(inputs) or trace(inputs). Its parameters are put back.
     * @param batch of the model's number of inputs and outputs
     * @param allowed what may stay unjudged, for example {@code loss}
     */
    public static void assertForward(Model model, Batch batch, Unjudged allowed) {
        Outcomes.forward(model, batch, 1).orThrow(nonNull(allowed));
    }

    /**
     * Runs an audit as it was set up, and asserts that the forward pass is right.
     *
     * @param audit for example {@code ForwardAudit.of(model).on(batch).seed(7)}
     */
    public static void assertForward(ForwardAudit audit) {
        Objects.requireNonNull(audit, "the audit is null");
        ForwardJudge.judge(audit.run(), reproduce("audit.run()); // the audit")).orThrow(Unjudged.nothing());
    }

    /**
     * Asserts that the forward pass of a trail is right.
     *
     * @param trail of an audit that was run
     */
    public static void assertForward(ForwardTrail trail) {
        assertForward(trail, Unjudged.nothing());
    }

    /**
     * Asserts that nothing in the forward pass of a trail is wrong, and that nothing but what is named is unjudged.
     *
     * @param trail of an audit that was run
     * @param allowed what may be unjudged, for example {@code loss}
     */
    public static void assertForward(ForwardTrail trail, Unjudged allowed) {
        Objects.requireNonNull(trail, "the trail is null");
        ForwardJudge.judge(trail, reproduce("trail); // the trail")).orThrow(nonNull(allowed));
    }

    /**
     * Examines a network and asserts that nothing is found but advice.
     *
     * @param model the network; the more it offers, the more is judged. Its parameters are put back.
     * @param data a few hundred samples or more, in the order in which the program reads them
     */
    public static void assertHealthy(Model model, Batch data) {
        assertHealthy(model, data, Unjudged.nothing());
    }

    /**
     * Examines a network and asserts that nothing is found but advice, and that nothing but what is named stays unjudged.
     *
     * @param model the network; the more it offers, the more is judged. Its parameters are put back.
     * @param data a few hundred samples or more, in the order in which the program reads them
     * @param allowed what may stay unjudged, in the words of the diagnosis, for example {@code saturated units}
     */
    public static void assertHealthy(Model model, Batch data, Unjudged allowed) {
        Outcomes.health(model, data).orThrow(nonNull(allowed));
    }

    /**
     * Runs an examination as it was set up, and asserts that nothing is found but advice.
     *
     * @param examination for example {@code Examination.of(model).data(data).testData(test).learningRate(0.1)}
     */
    public static void assertHealthy(Examination examination) {
        assertHealthy(examination, Unjudged.nothing());
    }

    /**
     * Runs an examination as it was set up, and asserts that nothing is found but advice, and that nothing but what is named
     * stays unjudged.
     *
     * @param examination for example {@code Examination.of(model).data(data).testData(test).learningRate(0.1)}
     * @param allowed what may stay unjudged, in the words of the diagnosis, for example {@code saturated units}
     */
    public static void assertHealthy(Examination examination, Unjudged allowed) {
        Objects.requireNonNull(examination, "the examination is null");
        HealthJudge.judge(examination.run(), reproduce("examination.run()); // the examination"))
                .orThrow(nonNull(allowed));
    }

    /**
     * Asserts that a diagnosis has no finding but advice.
     *
     * @param diagnosis of an examination that was run
     */
    public static void assertHealthy(Diagnosis diagnosis) {
        assertHealthy(diagnosis, Unjudged.nothing());
    }

    /**
     * Asserts that a diagnosis has no finding but advice, and that nothing but what is named is unjudged.
     *
     * @param diagnosis of an examination that was run
     * @param allowed what may be unjudged, in the words of the diagnosis, for example {@code saturated units}
     */
    public static void assertHealthy(Diagnosis diagnosis, Unjudged allowed) {
        Objects.requireNonNull(diagnosis, "the diagnosis is null");
        HealthJudge.judge(diagnosis, reproduce("diagnosis); // the diagnosis")).orThrow(nonNull(allowed));
    }

    private static List<Fact> reproduce(String what) {
        return List.of(new Fact("reproduce", "System.out.println(" + what + " that was asserted"));
    }

    private static Unjudged nonNull(Unjudged allowed) {
        return Objects.requireNonNull(allowed, "what may stay unjudged is null");
    }
}
