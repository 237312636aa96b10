package io.github.backcheck.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.backcheck.defect.Catalogue;
import io.github.backcheck.defect.Defect;
import io.github.backcheck.mlp.BackwardStepName;
import io.github.backcheck.mlp.Initialiser;
import io.github.backcheck.mlp.LearningRule;
import io.github.backcheck.mlp.Mlp;
import io.github.backcheck.mlp.Optimiser;
import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Gradient;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.ModelBuilder;
import io.github.backcheck.model.ParameterSnapshot;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What the backward audit says of right networks, of defects, and of programs that it cannot judge. */
class BackwardAuditTest {

    static final List<Architecture> ARCHITECTURES = List.of(
            Architecture.inputs(5).sigmoid(4).sigmoid(3).halfSquaredError().summed(),
            Architecture.inputs(4).tanh(4).tanh(4).identity(2).meanSquaredError(),
            Architecture.inputs(6).relu(8).softmax(3).softmaxCrossEntropy().l2(0.01),
            Architecture.inputs(3).elu(5).softplus(5).sigmoid(1).binaryCrossEntropy(),
            Architecture.inputs(7).leakyRelu(6).tanh(3).halfSquaredError(),
            Architecture.inputs(2).sigmoid(1).halfSquaredError());

    private static final Architecture SIGMOIDS =
            Architecture.inputs(5).sigmoid(4).sigmoid(3).halfSquaredError();

    private static Mlp network(Architecture architecture, long seed) {
        Mlp network = Mlp.of(architecture, Initialiser.xavier(), seed);
        Random random = new Random(seed);
        for (int layer = 0; layer < architecture.depth(); layer++) {
            for (int i = 0; i < architecture.layer(layer).units(); i++) {
                network.biases(layer).set(i, 0, 0.3 * random.nextGaussian());
            }
        }
        return network;
    }

    private static Batch batch(Architecture architecture, long seed) {
        Random random = new Random(seed);
        double[][] x = new double[8][architecture.inputCount()];
        double[][] y = new double[8][architecture.outputCount()];
        for (int n = 0; n < x.length; n++) {
            for (int j = 0; j < x[n].length; j++) {
                x[n][j] = random.nextGaussian();
            }
            y[n][random.nextInt(y[n].length)] = y[n].length == 1 ? random.nextInt(2) : 1;
        }
        return Batch.of(x, y);
    }

    private static LearningRule right() {
        return LearningRule.of(Optimiser.sgd(0.1));
    }

    private static Model model(Architecture architecture, LearningRule rule) {
        return network(architecture, 1).asModel("network", rule);
    }

    private static Defect defect(String id) {
        return Catalogue.find(id).orElseThrow();
    }

    private static BackwardTrail audit(Model model) {
        return BackwardAudit.of(model)
                .on(batch(model.architecture().orElseThrow(), 1))
                .run();
    }

    /** The same parameters and architecture, and nothing else but what is asked for. */
    private static ModelBuilder bare(Model model) {
        ModelBuilder builder =
                Model.named("bare").architecture(model.architecture().orElseThrow());
        model.layers().forEach(layer -> {
            builder.weights(layer.weights().name(), Parameters.storage(layer.weights()));
            layer.biases().ifPresent(biases -> builder.biases(biases.name(), Parameters.storage(biases)));
        });
        return builder;
    }

    private static Model stepOnly(Model model) {
        return bare(model).trainStep(model::trainStep).loss(model::loss).build();
    }

    private static Model changed(Model model, Function<Gradient, Gradient> change) {
        return bare(model)
                .loss(model::loss)
                .predict(inputs -> model.predict(Batch.of(inputs, new double[inputs.length][3])))
                .gradient(batch -> change.apply(model.gradient(batch)))
                .build();
    }

    @ParameterizedTest
    @FieldSource("ARCHITECTURES")
    void rightNetworksAgree(Architecture architecture) {
        for (long seed = 1; seed <= 5; seed++) {
            Model model = network(architecture, seed).asModel("right", right());
            for (Model offered : List.of(model, stepOnly(model))) {
                BackwardTrail trail =
                        BackwardAudit.of(offered).on(batch(architecture, seed)).run();
                assertThat(trail.wrong()).as(trail.toString()).isEmpty();
                assertThat(trail.steps()).isNotEmpty();
            }
        }
    }

    @Test
    void aStepIsNamedWithItsEvidence() {
        BackwardTrail trail =
                audit(model(SIGMOIDS, defect("derivative-at-activation").in(right(), SIGMOIDS, 0)));
        assertThat(trail.wrong()).singleElement().satisfies(one -> {
            assertThat(one.step()).isEqualTo(BackwardStepName.ACTIVATION_DERIVATIVE);
            assertThat(one.layer()).isZero();
            assertThat(one.impact()).isPresent();
            StepVerdict.Named named = (StepVerdict.Named) one.verdict();
            assertThat(named.defect().id()).isEqualTo("derivative-at-activation");
            assertThat(named.residual()).isLessThan(1e-12);
            assertThat(named.runnerUp().orElseThrow().residual()).isGreaterThan(1e-3);
        });
        assertThat(trail.toString()).contains("the derivative is taken at the activation", "delta[i] = back[i]");
    }

    @Test
    void aMistakeInALineThatAllLayersShareIsOne() {
        Architecture deep =
                Architecture.inputs(5).sigmoid(4).sigmoid(4).sigmoid(3).halfSquaredError();
        BackwardTrail trail = audit(model(deep, defect("derivative-sign").everywhere(right(), deep)));
        assertThat(trail.wrong()).hasSize(3);
        assertThat(trail.wrong())
                .allSatisfy(one -> assertThat(((StepVerdict.Named) one.verdict()).defects())
                        .contains(defect("derivative-sign")));
    }

    @Test
    void aWrongLayerDoesNotSpoilTheVerdictOnThoseBelow() {
        LearningRule rule = defect("loss-delta-without-target").in(right(), SIGMOIDS, 1);
        rule = defect("bias-gradient-sign").in(rule, SIGMOIDS, 0);
        BackwardTrail trail = audit(model(SIGMOIDS, rule));
        assertThat(trail.wrong())
                .extracting(StepJudgement::step)
                .containsExactly(BackwardStepName.LOSS_DELTA, BackwardStepName.BIAS_SUM);
        assertThat(trail.at(BackwardStepName.PROPAGATION, 0).orElseThrow().verdict())
                .isInstanceOf(StepVerdict.Agrees.class);
    }

    @Test
    void whatNobodyHasThoughtOfIsUnknownAtItsStep() {
        LearningRule rule = right().withBackpropagation(io.github.backcheck.mlp.Backpropagation.standard()
                .replacing(BackwardStepName.OUTER_PRODUCT, 0, (pass, layer) -> {
                    BackwardStepName.OUTER_PRODUCT.standard().apply(pass, layer);
                    pass.gradient(layer).weights().set(1, 2, 7);
                }));
        assertThat(audit(model(SIGMOIDS, rule)).wrong()).singleElement().satisfies(one -> {
            assertThat(one.step()).isEqualTo(BackwardStepName.OUTER_PRODUCT);
            assertThat(one.verdict()).isInstanceOf(StepVerdict.Unknown.class);
        });
    }

    @Test
    void accumulatorsOfTwoLayersAreNamedInBoth() {
        for (boolean all : new boolean[] {true, false}) {
            HandWritten net = new HandWritten(3, 4, 5, 5, 5, 3);
            net.db[2] = net.db[1];
            if (all) {
                net.dw[2] = net.dw[1];
            }

            BackwardTrail trail = audit(net);

            assertThat(trail.wrong())
                    .as(trail.toString())
                    .extracting(StepJudgement::layer)
                    .containsExactly(2, 1);
            assertThat(trail.wrong()).allSatisfy(step -> {
                assertThat(step.step()).isEqualTo(BackwardStepName.ACCUMULATION);
                assertThat(((StepVerdict.Named) step.verdict()).defect().id())
                        .isEqualTo("accumulator-shared-with-layer-above");
            });
            assertThat(trail.isNamed()).isTrue();
        }
    }

    private static BackwardTrail audit(HandWritten net) {
        return BackwardAudit.of(net.modelWithGradient()).on(net.batch(4, 3)).run();
    }

    @Test
    void layersOfOneShapeShareNothingBecauseOfTheirShape() {
        HandWritten net = new HandWritten(3, 4, 5, 5, 5, 3);

        BackwardTrail trail = audit(net);

        assertThat(trail.wrong()).as(trail.toString()).isEmpty();
        assertThat(trail.isNamed()).isFalse();
    }

    @Test
    void sumsThatAreNeverResetAreSeenFromCallToCall() {
        BackwardTrail trail =
                audit(model(SIGMOIDS, defect("accumulator-never-reset").everywhere(right(), SIGMOIDS)));
        assertThat(trail.wrong()).hasSize(2).allSatisfy(one -> {
            assertThat(one.step()).isEqualTo(BackwardStepName.ACCUMULATION);
            assertThat(((StepVerdict.Named) one.verdict()).defect().id()).isEqualTo("accumulator-never-reset");
        });
    }

    @Test
    void theLearningRateIsReadOffAStep() {
        BackwardTrail trail = audit(stepOnly(model(SIGMOIDS, right())));
        assertThat(trail.learningRate().orElseThrow()).isCloseTo(0.1, org.assertj.core.data.Offset.offset(1e-9));
    }

    @Test
    void aFactorIsSeenInAStepOnlyIfTheLearningRateIsKnown() {
        Model model = stepOnly(model(SIGMOIDS, defect("loss-delta-doubled").in(right(), SIGMOIDS, 1)));
        assertThat(audit(model).wrong()).isEmpty();
        assertThat(BackwardAudit.of(model)
                        .on(batch(SIGMOIDS, 1))
                        .learningRate(0.1)
                        .run()
                        .wrong())
                .extracting(StepJudgement::step)
                .containsExactly(BackwardStepName.LOSS_DELTA);
    }

    @Test
    void clippingIsNoMistake() {
        Model model = model(SIGMOIDS, right());
        Model clipped = changed(model, gradient -> Parameters.clipped(model, gradient));
        BackwardTrail trail = audit(clipped);
        assertThat(trail.wrong()).as(trail.toString()).isEmpty();
        assertThat(trail.remarks()).anyMatch(remark -> remark.contains("clipping to a norm"));
    }

    @Test
    void whatCannotBeJudgedIsSaid() {
        Model model = model(SIGMOIDS, right());
        Model without = bare(model).loss(model::loss).build();
        assertThat(audit(without).notJudged())
                .singleElement()
                .asString()
                .contains("gradient(batch) or trainStep(batch)");
        Model still = bare(model).loss(model::loss).trainStep(batch -> {}).build();
        assertThat(audit(still).notJudged()).singleElement().asString().contains("changes nothing");
        assertThat(audit(still).wrong()).isEmpty();
    }

    @Test
    void parametersAreThoseBeforeAlsoWhenTheProgramThrows() {
        Model model = model(SIGMOIDS, right());
        Model throwing = bare(model)
                .loss(model::loss)
                .trainStep(batch -> {
                    model.trainStep(batch);
                    throw new IllegalStateException("no");
                })
                .build();
        ParameterSnapshot before = throwing.snapshot();
        assertThatThrownBy(() -> audit(throwing)).hasMessageContaining("no");
        assertThat(before.changed()).isEmpty();
        audit(stepOnly(model));
        assertThat(before.changed()).isEmpty();
    }

    @Test
    void theSameSeedGivesTheSameTrail() {
        LearningRule rule = defect("outer-product-sign").in(right(), SIGMOIDS, 1);
        assertThat(audit(model(SIGMOIDS, rule)).toString())
                .isEqualTo(audit(model(SIGMOIDS, rule)).toString());
    }
}
