package io.github.backcheck.testing;

import static io.github.backcheck.testing.NetworkAssertions.assertForward;
import static io.github.backcheck.testing.NetworkAssertions.assertGradients;
import static io.github.backcheck.testing.NetworkAssertions.assertHealthy;
import static io.github.backcheck.testing.NetworkAssertions.assertUpdates;
import static io.github.backcheck.testing.Unjudged.allowingUnjudged;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.backcheck.audit.ForwardAudit;
import io.github.backcheck.audit.UpdateAudit;
import io.github.backcheck.diagnosis.Examination;
import io.github.backcheck.gradient.GradientCheck;
import io.github.backcheck.gradient.Point;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Gradient;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.ModelException;
import io.github.backcheck.model.ParameterSnapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;

/** Each assertion on a right network, on broken ones, and on one that it cannot judge. */
class NetworkAssertionsTest {

    static final Batch BATCH = PlainNet.data(12);
    static final Batch DATA = PlainNet.data(200);

    /** Wrong: the derivative of the activation is forgotten. */
    static PlainNet forgetful() {
        return new PlainNet() {
            @Override
            double slope(double a) {
                return 1;
            }
        };
    }

    /** Wrong: the gradient is added up where the loss is averaged. */
    static PlainNet summing() {
        return new PlainNet() {
            @Override
            double share(int samples) {
                return 1;
            }
        };
    }

    /** Wrong: what an earlier call added up stays there. */
    static PlainNet neverClearing() {
        return new PlainNet() {
            @Override
            void clear() {}
        };
    }

    /** Wrong: some entries have a factor of their own, as no line of code that anybody knows makes them. */
    static PlainNet skewed() {
        return new PlainNet() {
            @Override
            void backpropagate(double[][] x, double[][] y) {
                super.backpropagate(x, y);
                for (int i = 0; i < dw1.length; i++) {
                    for (int j = 0; j < dw1[i].length; j++) {
                        dw1[i][j] *= 1 + 0.1 * i + 0.07 * j * j;
                    }
                }
            }
        };
    }

    /** Wrong: the gradient is added. */
    static PlainNet climbing() {
        return new PlainNet() {
            @Override
            void update(double rate) {
                super.update(-rate);
            }
        };
    }

    /** Wrong: the first layer is left out of the update. */
    static PlainNet frozen() {
        return new PlainNet() {
            @Override
            void update(double rate) {
                descend(w2, dw2, rate);
                descend(new double[][] {b2}, new double[][] {db2}, rate);
            }
        };
    }

    /** Wrong: one output is a little larger than it should be. */
    static PlainNet inaccurate() {
        return new PlainNet() {
            @Override
            double[] outputs(double[] hidden) {
                double[] outputs = super.outputs(hidden);
                outputs[0] += 0.01;
                return outputs;
            }
        };
    }

    /** Right: a small number keeps the logarithm finite, and the gradient does not know of it. */
    static PlainNet safe() {
        return new PlainNet() {
            @Override
            double loss(double[][] x, double[][] y) {
                double sum = 0;
                double[][] outputs = predict(x);
                for (int n = 0; n < x.length; n++) {
                    for (int k = 0; k < 3; k++) {
                        sum -= y[n][k] * Math.log(outputs[n][k] + 1e-8);
                    }
                }
                return sum / x.length;
            }
        };
    }

    /** All that it offers besides its forward pass is to train on one sample. */
    static Model online(PlainNet net) {
        return net.parameters()
                .trainSample((x, y) -> net.train(new double[][] {x}, new double[][] {y}))
                .predict(net::predict)
                .architecture(PlainNet.ARCHITECTURE)
                .build();
    }

    private static String messageOf(Runnable assertion) {
        AssertionFailedError error = catchThrowableOfType(AssertionFailedError.class, assertion::run);
        assertThat(error).as("the assertion fails").isNotNull();
        String message = error.getMessage();
        assertThat(message.lines()).as(message).hasSizeLessThanOrEqualTo(FailureText.MOST_LINES);
        assertThat(message.lines().skip(1)).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100));
        return message;
    }

    /** The lines that wrap the network hand out the gradient of the last call's biases; training is right. */
    @Test
    void aGradientThatStepsDoNotFollowIsNoWrongBackpropagation() {
        PlainNet net = new PlainNet();
        Model model = net.wrapped()
                .gradient(batch -> {
                    net.backpropagate(batch.inputs(), batch.targets());
                    return Gradient.of("hidden/W", net.dw1)
                            .and("hidden/b", new double[5])
                            .and("output/W", net.dw2)
                            .and("output/b", net.db2);
                })
                .architecture(PlainNet.ARCHITECTURE)
                .build();

        String message = messageOf(() -> assertGradients(model, BATCH));

        assertUpdates(model, BATCH);
        assertThat(message.lines().findFirst().orElseThrow())
                .startsWith(
                        "hidden, gradient(batch): not the gradient that training steps follow, which is right; hidden/b[");
        assertThat(message)
                .contains("does each name in Gradient.of go with its")
                .doesNotContain("    wrong");
    }

    @Test
    void aFactorOnAllOfTheGradientIsNoSuchThing() {
        assertThat(messageOf(() -> assertGradients(summing().model(), BATCH)))
                .doesNotContain("steps follow the right gradient");
    }

    @Test
    void aSmallNumberInsideTheLogarithmIsNoMistake() {
        Model model = safe().model();

        assertForward(model, BATCH);
        assertGradients(model, BATCH);
        assertUpdates(model, BATCH);
        assertHealthy(model, DATA);
        assertGradients(safe().wrapped().build(), BATCH);
        assertGradients(GradientCheck.of(model).on(BATCH).lossOnly());
    }

    @Test
    void aRightNetworkPassesEveryAssertionAndStaysAsItIs() {
        Model model = new PlainNet().model();
        ParameterSnapshot before = model.snapshot();

        assertGradients(model, BATCH);
        assertGradients(GradientCheck.of(model).on(BATCH).lossOnly().everyEntry());
        assertGradients(GradientCheck.of(model).on(BATCH).run());
        assertUpdates(model, BATCH);
        assertUpdates(UpdateAudit.of(model).on(BATCH).learningRate(0.5));
        assertUpdates(UpdateAudit.of(model).on(BATCH).run());
        assertForward(model, BATCH);
        assertForward(ForwardAudit.of(model).on(BATCH).seed(3));
        assertForward(ForwardAudit.of(model).on(BATCH).run());
        assertHealthy(model, DATA);
        assertHealthy(Examination.of(model).data(DATA).seed(3).batchSize(10));
        assertHealthy(Examination.of(model).data(DATA).run());

        assertThat(before.changed()).isEmpty();
    }

    @Test
    void aForgottenDerivative() {
        assertThat(messageOf(() -> assertGradients(forgetful().model(), BATCH))).isEqualTo("""
                hidden, activation derivative: the factor f'(z) is missing; hidden/W[1,1] analytic 0.227268, numeric 0.0953738 ± 2e-13
                    wrong          delta[i] = back[i];
                    right          delta[i] = back[i] * derivative(z[i]);
                    replay         a right network with this defect (derivative-missing) gives your numbers, to a
                                   share of less than 1e-12
                    hidden/W[1,0]  analytic -0.427421, numeric -0.329359 ± 2e-13
                    hidden/W[3,2]  analytic -0.302496, numeric -0.223609 ± 7e-14
                    hidden/W       20 of 20 entries disagree, relative error 0.294
                    hidden/b       5 of 5 entries disagree, relative error 0.107
                    agree          output/W, output/b
                    descent        a small step still goes down, but not the steepest way (cosine 0.982)
                    checked        a batch of 12: inputs 12 x 4, targets 12 x 3, at the given parameters; seed 1
                    reproduce      System.out.println(GradientCheck.of(model).on(batch).seed(1).run());
                """.stripTrailing());
    }

    @Test
    void theSameWithoutAnArchitecture() {
        assertThat(messageOf(() -> assertGradients(forgetful().wrapped().build(), BATCH)))
                .isEqualTo("""
                hidden/W, gradient: the analytic gradient is wrong in no simple pattern; hidden/W[1,1] analytic 0.227268, numeric 0.0953738 ± 2e-11
                    hidden/W[1,0]  analytic -0.427421, numeric -0.329359 ± 3e-11
                    hidden/W[3,2]  analytic -0.302496, numeric -0.223609 ± 3e-11
                    hidden/W       20 of 20 entries disagree, relative error 0.294
                    hidden/b       5 of 5 entries disagree, relative error 0.107
                    agree          output/W, output/b
                    descent        a small step still goes down, but not the steepest way (cosine 0.982)
                    checked        a batch of 12: inputs 12 x 4, targets 12 x 3, at the given parameters; seed 1
                    reproduce      System.out.println(GradientCheck.of(model).on(batch).seed(1).run());
                """.stripTrailing());
    }

    @Test
    void aSumInPlaceOfAMean() {
        assertThat(messageOf(() -> assertGradients(summing().model(), BATCH))).isEqualTo("""
                output, batch reduction: the gradient is summed over the batch, the loss is averaged; output/W[0,0] analytic -1.84111, numeric -0.153426 ± 4e-14
                    wrong          w[i][j] -= eta * dW[i][j];
                    right          w[i][j] -= eta * dW[i][j] / samples;
                    replay         a right network with this defect (gradient-not-averaged) gives your numbers, to a
                                   share of less than 1e-12
                    output/W[1,3]  analytic 1.60514, numeric 0.133762 ± 4e-14
                    output/W[2,3]  analytic -1.41747, numeric -0.118123 ± 4e-14
                    hidden/W       20 of 20 entries disagree, relative error 0.917; the numeric gradient times
                                   12: the batch size of 12 (the gradient is added up over the batch, the loss
                                   averaged)
                    hidden/b       5 of 5 entries disagree, relative error 0.917; the same
                    output/W       15 of 15 entries disagree, relative error 0.917; the same
                    disagree, too  output/b
                    descent        a step goes the right way, but 12 times as far as it should
                    also wrong     hidden, batch reduction: the gradient is summed over the batch, the loss is
                                   averaged
                    checked        a batch of 12: inputs 12 x 4, targets 12 x 3, at the given parameters; seed 1
                    reproduce      System.out.println(GradientCheck.of(model).on(batch).seed(1).run());
                """.stripTrailing());
    }

    @Test
    void sumsThatAreNeverReset() {
        assertThat(messageOf(() -> assertGradients(neverClearing().model(), BATCH)))
                .isEqualTo("""
                plain net, gradient: another one when asked twice, because the accumulators are never reset: each gradient is added to all before it; the gradient of hidden/W[0,0] was 0.0206262 on the first call and 0.0412524 on the second, twice as much in every entry: the accumulators are not reset between calls
                    wrong      dW[i][j] += gradient;
                    right      dW = new double[units][inputs]; ... dW[i][j] += gradient;
                    replay     a right network with this defect (accumulator-never-reset) gives your numbers, to a
                               share of less than 1e-12
                    agree      hidden/W, hidden/b, output/W, output/b
                    checked    a batch of 12: inputs 12 x 4, targets 12 x 3; seed 1
                    reproduce  System.out.println(GradientCheck.of(model).on(batch).seed(1).run());
                """.stripTrailing());
        assertThat(messageOf(() -> assertGradients(
                        GradientCheck.of(neverClearing().wrapped().build())
                                .on(BATCH)
                                .run())))
                .isEqualTo("""
                        plain net, gradient: another one when asked twice; the gradient of hidden/W[0,0] was 0.0206262 on the first call and 0.0412524 on the second, twice as much in every entry: the accumulators are not reset between calls
                            agree      hidden/W, hidden/b, output/W, output/b
                            checked    a batch of 12: inputs 12 x 4, targets 12 x 3; seed 1
                            reproduce  System.out.println(report); // the report that was asserted
                        """.stripTrailing());
    }

    @Test
    void anErrorThatHasNoName() {
        assertThat(messageOf(() -> assertGradients(skewed().model(), BATCH))).isEqualTo("""
                hidden, outer product: wrong in a way that no known defect explains, cosine with the right one 0.99; hidden/W[3,2] analytic -0.353302, numeric -0.223609 ± 7e-14
                    hidden/W[3,3]  yours 1.09093, the right step gives 0.565251 (batch of 1)
                    hidden/W[3,3]  analytic 0.222746, numeric 0.115412 ± 6e-14
                    hidden/W[4,1]  analytic 0.225133, numeric 0.153152 ± 8e-14
                    hidden/W       19 of 20 entries disagree, relative error 0.302
                    agree          hidden/b, output/W, output/b
                    descent        a small step still goes down, but not the steepest way (cosine 0.98)
                    checked        a batch of 12: inputs 12 x 4, targets 12 x 3, at the given parameters; seed 1
                    reproduce      System.out.println(GradientCheck.of(model).on(batch).seed(1).run());
                """.stripTrailing());
    }

    @Test
    void aGradientOfAnotherNetworkThanTheOneDescribed() {
        assertThat(messageOf(() -> assertGradients(inaccurate().model(), BATCH)))
                .isEqualTo("""
                output/W, gradient: the analytic gradient is wrong in no simple pattern; output/W[0,2] analytic 0.0951796, numeric 0.0929873 ± 2e-11
                    output/W[0,0]  analytic -0.153903, numeric -0.152148 ± 2e-11
                    output/W[0,3]  analytic -0.017567, numeric -0.015947 ± 2e-11
                    hidden/W       20 of 20 entries disagree, relative error 0.0124
                    hidden/b       5 of 5 entries disagree, relative error 0.0268
                    output/W       15 of 15 entries disagree, relative error 0.0119
                    disagree, too  output/b
                    descent        a small step still goes down almost the steepest way: inexact, but it
                                   trains (cosine 0.999899)
                    architecture   the network computes something else than it says; outputs, forward pass: wrong in
                                   a way that no known defect explains, the outputs are not those of the
                                   architecture; furthest off output 0 of sample 0 of 1 sample, at the given
                                   parameters; seen 0.210076; expected 0.200076
                    checked        a batch of 12: inputs 12 x 4, targets 12 x 3, at the given parameters; seed 1
                    reproduce      System.out.println(GradientCheck.of(model).on(batch).seed(1).run());
                """.stripTrailing());
    }

    @Test
    void aReportThatWasAsserted() {
        GradientCheck check = GradientCheck.of(forgetful().wrapped().build())
                .on(BATCH)
                .at(Point.AS_GIVEN)
                .seed(5);

        String ofCheck = messageOf(() -> assertGradients(check));
        String ofReport = messageOf(() -> assertGradients(check.run()));

        assertThat(ofCheck)
                .contains("at the given parameters; seed 5\n")
                .endsWith("System.out.println(check.run()); // the check that was asserted");
        assertThat(ofReport)
                .contains("at the given parameters; seed 5\n")
                .endsWith("System.out.println(report); // the report that was asserted");
        assertThat(ofReport.lines().findFirst()).isEqualTo(ofCheck.lines().findFirst());
    }

    /** Nobody's gradient is wrong because two threads add to it in turns. */
    @Test
    void lastDigitsThatChangeFromCallToCallAreNoError() {
        PlainNet rounding = new PlainNet() {
            private int calls;

            @Override
            void backpropagate(double[][] x, double[][] y) {
                super.backpropagate(x, y);
                dw1[0][0] *= 1 + 1e-16 * (calls++ % 2 == 0 ? 3 : 0);
            }
        };
        Model model = rounding.model();

        assertGradients(model, BATCH);
        assertThat(messageOf(
                        () -> assertGradients(GradientCheck.of(model).on(BATCH).run())))
                .as("a report does not tell how much they differ")
                .startsWith("plain net, gradient: another one when asked twice; the gradient of hidden/W[0,0] was ");
    }

    @Test
    void anUpdateThatClimbs() {
        assertThat(messageOf(() -> assertUpdates(climbing().model(), BATCH))).isEqualTo("""
                all parameters, update: the update adds the gradient instead of subtracting it; θ ← θ + 0.5 g with learning rate -0.5 ± 2e-10 reproduces 15 steps, to a share of less than 1e-12
                    gradient   from gradient(batch)
                    wrong      w[i][j] += eta * dW[i][j];
                    right      w[i][j] -= eta * dW[i][j];
                    defect     update-ascent
                    or else    the velocity has the wrong sign when it is applied
                    checked    a batch of 12: inputs 12 x 4, targets 12 x 3; seed 1
                    reproduce  System.out.println(UpdateAudit.of(model).on(batch).seed(1).run());
                """.stripTrailing());
    }

    @Test
    void aLayerThatIsLeftOut() {
        assertThat(messageOf(() -> assertUpdates(frozen().model(), BATCH))).isEqualTo("""
                hidden/W, hidden/b, update: the layer is never updated, neither its weights nor its biases; θ ← θ, although the gradient is up to 0.505 reproduces 15 steps, to a share of less than 1e-12
                    gradient         from gradient(batch)
                    wrong            for (int l = 1; l < layers.length; l++) { layers[l].update(eta); }
                    right            for (int l = 0; l < layers.length; l++) { layers[l].update(eta); }
                    defect           layer-skipped
                    next best        plain descent, residual 1
                    or else          the update changes a copy, the parameters stay as they are
                    or else          the learning rate is 0, because it is a quotient of two ints
                    or else          the gradient is set to 0 before it is applied
                    updated rightly  output/W, output/b
                    checked          a batch of 12: inputs 12 x 4, targets 12 x 3; seed 1
                    reproduce        System.out.println(UpdateAudit.of(model).on(batch).seed(1).run());
                """.stripTrailing());
        assertGradients(frozen().model(), BATCH);
    }

    @Test
    void aLearningRateThatIsNotTheOneMeant() {
        assertThat(messageOf(() -> assertUpdates(
                        UpdateAudit.of(new PlainNet().model()).on(BATCH).learningRate(0.25))))
                .isEqualTo("""
                        all parameters, update: every gradient is applied twice; θ ← θ - 0.5 g, 2 times the learning rate given with learning rate 0.5 ± 2e-10 reproduces 15 steps, to a share of less than 1e-12
                            gradient   from gradient(batch)
                            wrong      for (Layer l : layers) { l.backward(); l.update(eta); } network.update(eta);
                            right      for (Layer l : layers) { l.backward(); } network.update(eta);
                            defect     update-applied-twice
                            checked    a batch of 12: inputs 12 x 4, targets 12 x 3; seed 1
                            reproduce  System.out.println(audit.run()); // the audit that was asserted
                        """.stripTrailing());
    }

    @Test
    void aForwardPassThatIsAnother() {
        assertThat(messageOf(() -> assertForward(inaccurate().model(), BATCH))).isEqualTo("""
                outputs, forward pass: wrong in a way that no known defect explains, the outputs are not those of the architecture; furthest off output 0 of sample 0 of 1 sample, at the given parameters; seen 0.210076; expected 0.200076
                    relative difference  0.0237
                    agree                loss
                    checked              a batch of 12: inputs 12 x 4, targets 12 x 3; seed 1
                    reproduce            System.out.println(ForwardAudit.of(model).on(batch).seed(1).run());
                """.stripTrailing());
        assertThat(messageOf(() ->
                        assertForward(ForwardAudit.of(inaccurate().model()).on(BATCH))))
                .endsWith("System.out.println(audit.run()); // the audit that was asserted");
    }

    @Test
    void anActivationThatIsMissing() {
        PlainNet linear = new PlainNet() {
            @Override
            double[] hidden(double[] x) {
                double[] a = super.hidden(x);
                for (int i = 0; i < a.length; i++) {
                    a[i] = Math.log((1 + a[i]) / (1 - a[i])) / 2;
                }
                return a;
            }
        };
        assertThat(messageOf(() -> assertForward(linear.model(), BATCH))).isEqualTo("""
                hidden, activation, forward pass: the activation function is not applied: a = z; replaying it reproduces the numbers, to a share of less than 1e-12, activation-of-first-sample-only only to one of 0.118
                    what it is  The layer is linear. Two such layers on top of each other can do no more than one.
                    wrong       return z;
                    right       return f(z);
                    defect      activation-missing
                    or else     the layer reads the pre-activations of the layer below instead of its activations in
                                output
                    agree       loss
                    checked     a batch of 12: inputs 12 x 4, targets 12 x 3; seed 1
                    reproduce   System.out.println(ForwardAudit.of(model).on(batch).seed(1).run());
                """.stripTrailing());
    }

    @Test
    void aNetworkThatIsNotHealthy() {
        assertThat(messageOf(() -> assertHealthy(frozen().model(), DATA))).isEqualTo("""
                hidden/W and hidden/b do not change in training although the gradient is not 0: it is never applied, or by a learning rate of 0; in training: no entry of hidden/W and hidden/b changed in 20 training steps
                    hidden/W    norm of its gradient 0.83, which agrees with the numeric one
                    hidden/b    norm of its gradient 0.273, which agrees with the numeric one
                    perhaps     the layer is never updated, neither its weights nor its biases
                    or else     the update changes a copy, the parameters stay as they are (update-to-a-copy)
                    or else     the learning rate is 0, because it is a quotient of two ints (update-integer-rate)
                    or else     the gradient is set to 0 before it is applied (update-gradient-cleared)
                    wrong       for (int l = 1; l < layers.length; l++) { layers[l].update(eta); }
                    right       for (int l = 0; l < layers.length; l++) { layers[l].update(eta); }
                    what to do  Look at the line that changes hidden/W and hidden/b: does it write into a copy or
                                into a variable of the method? Is the learning rate 0, for example by a division of
                                integers such as 1 / 10? Is the loop over the layers too short?
                    finding     update-not-applied, breaks learning; docs/findings/update-not-applied.md
                    checked     a batch of 200: inputs 200 x 4, targets 200 x 3; seed 1
                    reproduce   System.out.println(Examination.of(model).data(data).seed(1).run());
                """.stripTrailing());
        assertThat(messageOf(() -> assertHealthy(
                        Examination.of(frozen().model()).data(DATA).run())))
                .endsWith("System.out.println(diagnosis); // the diagnosis that was asserted");
    }

    @Test
    void whatNeedsSomethingThatIsNotThereFails() {
        Model bare = new PlainNet().parameters().build();

        assertThat(messageOf(() -> assertGradients(bare, BATCH))).isEqualTo("""
                gradient: not judged: needs gradient(batch) or trainStep(batch)
                    why this fails  nothing at all was judged, and that is never a pass
                    checked         a batch of 12: inputs 12 x 4, targets 12 x 3; seed 1
                    reproduce       System.out.println(GradientCheck.of(model).on(batch).seed(1).run());
                """.stripTrailing());
        assertThat(messageOf(() -> assertUpdates(bare, BATCH)))
                .startsWith("update: not judged: needs trainStep(batch), which the model does not offer\n");
        assertThat(messageOf(() -> assertForward(bare, BATCH)))
                .startsWith("forward pass: not judged: it needs an architecture\n");
        assertThat(messageOf(() -> assertHealthy(bare, DATA)))
                .startsWith("gradient: not judged: needs gradient(batch) or trainStep(batch)\n");
    }

    @Test
    void nothingJudgedIsNoPassWhateverIsAllowed() {
        Model bare = new PlainNet().parameters().build();
        List<Runnable> assertions = new ArrayList<>(List.of(
                () -> assertGradients(bare, BATCH, allowingUnjudged("gradient")),
                () -> assertUpdates(bare, BATCH, allowingUnjudged("update")),
                () -> assertForward(bare, BATCH, allowingUnjudged("forward pass"))));

        assertThat(assertions)
                .allSatisfy(assertion -> assertThat(messageOf(assertion))
                        .contains("nothing at all was judged, and that is never a pass\n"));
    }

    @Test
    void aGapPassesOnlyWhereItIsNamed() {
        Model model = new PlainNet().wrapped().build();

        assertThat(messageOf(() -> assertHealthy(model, DATA))).isEqualTo("""
                dead and saturated units: not judged: needs architecture or trace(inputs)
                    judged          gradient, along a random direction through each parameter: at the given
                                    parameters; gradient, along a random direction through each parameter: at
                                    parameters drawn so that all units are live; what changes in 20 training steps;
                                    predictions for 200 samples
                    why this fails  what was not judged is not known to be right
                    to accept it    as the last argument: allowingUnjudged("dead and saturated units")
                    checked         a batch of 200: inputs 200 x 4, targets 200 x 3; seed 1
                    reproduce       System.out.println(Examination.of(model).data(data).seed(1).run());
                """.stripTrailing());
        assertHealthy(model, DATA, allowingUnjudged("dead and saturated units"));
        assertHealthy(Examination.of(model).data(DATA).run(), allowingUnjudged("dead and saturated units"));
        assertThat(messageOf(() -> assertHealthy(model, DATA, allowingUnjudged("predictions"))))
                .startsWith("dead and saturated units: not judged: ");
    }

    /** The loss does not depend on the second layer where the first is all 0, so that its weights cannot be judged there. */
    @Test
    void aParameterThatNothingDependsOnIsAGap() {
        PlainNet silent = new PlainNet() {
            @Override
            double[] hidden(double[] x) {
                return new double[5];
            }

            @Override
            double slope(double a) {
                return 0;
            }
        };
        Model model = silent.wrapped().build();

        assertThat(messageOf(() -> assertGradients(model, BATCH))).isEqualTo("""
                hidden/W: not judged: the analytic gradient is exactly 0, and the loss does not move measurably
                  - hidden/b: not judged: the analytic gradient is exactly 0, and the loss does not move measurably
                  - output/W: not judged: the analytic gradient is exactly 0, and the loss does not move measurably
                    judged          output/b
                    why this fails  what was not judged is not known to be right
                    to accept it    as the last argument: allowingUnjudged("hidden/W", "hidden/b", "output/W")
                    checked         a batch of 12: inputs 12 x 4, targets 12 x 3; seed 1
                    reproduce       System.out.println(GradientCheck.of(model).on(batch).seed(1).run());
                """.stripTrailing());
        assertGradients(model, BATCH, allowingUnjudged("hidden", "output/W"));
    }

    @Test
    void badInput() {
        Model model = new PlainNet().model();
        assertThatNullPointerException()
                .isThrownBy(() -> assertGradients(null, BATCH))
                .withMessage("the model is null");
        assertThatNullPointerException()
                .isThrownBy(() -> assertGradients(model, null))
                .withMessage("the batch is null");
        assertThatNullPointerException()
                .isThrownBy(() -> assertGradients(model, BATCH, null))
                .withMessage("what may stay unjudged is null");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> assertUpdates(model, Batch.of(new double[][] {{1}}, new double[][] {{1}})))
                .withMessageContaining("which has 4 inputs");
    }

    @Test
    void aGradientIsReadOffTheStepOnOneSample() {
        assertGradients(online(new PlainNet()), BATCH);
        assertUpdates(online(new PlainNet()), BATCH);
        assertThat(messageOf(() -> assertGradients(online(forgetful()), BATCH)))
                .startsWith("hidden, activation derivative: the factor f'(z) is missing; hidden/W[")
                .contains("a batch of 1: inputs 1 x 4")
                .endsWith("GradientCheck.of(model).on(batch.select(0)).seed(1).run());");
    }

    @Test
    void anOptimiserThatIsNotKnownIsNoReasonToAccuse() {
        PlainNet signs = new PlainNet() {
            @Override
            void train(double[][] x, double[][] y) {
                backpropagate(x, y);
                for (double[][] dw : new double[][][] {dw1, dw2, {db1}, {db2}}) {
                    for (double[] row : dw) {
                        Arrays.setAll(row, i -> Math.signum(row[i]));
                    }
                }
                update(0.01);
            }
        };
        Model model = signs.parameters()
                .trainStep(batch -> signs.train(batch.inputs(), batch.targets()))
                .predict(signs::predict)
                .architecture(PlainNet.ARCHITECTURE)
                .build();

        assertThat(messageOf(() -> assertGradients(model, BATCH)))
                .startsWith(
                        "gradient: not judged: a training step moves no parameter by a multiple of its numeric gradient");
    }

    @Test
    void aForwardPassThatIsAnotherEachTimeOrThrows() {
        PlainNet noisy = new PlainNet() {
            private final Random random = new Random(3);

            @Override
            double loss(double[][] x, double[][] y) {
                return super.loss(x, y) + random.nextDouble() / 100;
            }
        };
        PlainNet throwing = new PlainNet() {
            @Override
            double loss(double[][] x, double[][] y) {
                throw new ArrayIndexOutOfBoundsException(3);
            }
        };

        assertThat(messageOf(() -> assertForward(noisy.model(), BATCH)))
                .startsWith("the loss, loss(batch): another answer to the same question at the same parameters: ")
                .endsWith("System.out.println(ForwardAudit.of(model).on(batch).seed(1).run());");
        assertThatExceptionOfType(ModelException.class)
                .isThrownBy(() -> assertForward(throwing.model(), BATCH))
                .withCauseInstanceOf(ArrayIndexOutOfBoundsException.class);
    }

    @Test
    void aWrongForwardPassIsNamedWhereTheGradientIsWrong() {
        PlainNet linear = new PlainNet() {
            @Override
            double[] hidden(double[] x) {
                double[] z = b1.clone();
                for (int i = 0; i < z.length; i++) {
                    for (int j = 0; j < x.length; j++) {
                        z[i] += w1[i][j] * x[j];
                    }
                }
                return z;
            }
        };

        assertThat(messageOf(() -> assertGradients(linear.model(), BATCH)).replaceAll("\\s+", " "))
                .contains(
                        "the network computes something else than it says; hidden, activation, forward pass: the activation"
                                + " function is not applied: a = z");
    }

    @Test
    void aPatternSaysMoreThanThatNoDefectIsKnown() {
        PlainNet clipped = new PlainNet() {
            @Override
            void backpropagate(double[][] x, double[][] y) {
                super.backpropagate(x, y);
                for (double[] row : dw2) {
                    Arrays.setAll(row, i -> Math.max(-0.01, Math.min(0.01, row[i])));
                }
            }
        };

        assertThat(messageOf(() -> assertGradients(clipped.model(), BATCH)))
                .startsWith(
                        "output, outer product: the gradient of output/W is the numeric gradient with its entries cut off"
                                + " at 0.01; output/W[");
    }

    @Test
    void aWrongBiasIsShownByABias() {
        PlainNet doubled = new PlainNet() {
            @Override
            void backpropagate(double[][] x, double[][] y) {
                super.backpropagate(x, y);
                Arrays.setAll(db2, i -> 2 * db2[i] * x.length);
                for (double[] row : dw2) {
                    Arrays.setAll(row, i -> row[i] * x.length);
                }
            }
        };

        assertThat(messageOf(() -> assertGradients(doubled.model(), BATCH)))
                .startsWith("output, bias sum: ")
                .contains("; output/b[");
    }
}
