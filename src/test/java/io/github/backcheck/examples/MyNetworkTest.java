package io.github.backcheck.examples;

import static io.github.backcheck.examples.CheckYourOwnNetwork.wrap;
import static io.github.backcheck.testing.NetworkAssertions.assertForward;
import static io.github.backcheck.testing.NetworkAssertions.assertGradients;
import static io.github.backcheck.testing.NetworkAssertions.assertHealthy;
import static io.github.backcheck.testing.NetworkAssertions.assertUpdates;
import static io.github.backcheck.testing.NetworkRequirements.hasRightGradients;
import static io.github.backcheck.testing.NetworkRequirements.hasRightUpdates;
import static io.github.backcheck.testing.Unjudged.allowingUnjudged;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.backcheck.audit.UpdateAudit;
import io.github.backcheck.examples.CheckYourOwnNetwork.Forgetful;
import io.github.backcheck.examples.CheckYourOwnNetwork.MyNetwork;
import io.github.backcheck.gradient.GradientCheck;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Model;
import io.github.backcheck.testing.ExaminationOnFailure;
import io.github.backcheck.testing.NetworkContract;
import io.github.backcheck.testing.NetworkLaw;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The tests that somebody might write for the network of the tour; {@code docs/testing.md} shows parts of them. */
class MyNetworkTest {

    private static final Batch TRAINING =
            Digits.split(Digits.load().scaled(), 1).training();
    private static final Batch TEST = Digits.split(Digits.load().scaled(), 1).test();

    private final MyNetwork net = new MyNetwork(new Random(1));
    private final Model model = wrap(net);
    private final Batch batch = TRAINING.slice(0, 16);

    @RegisterExtension
    final ExaminationOnFailure why = ExaminationOnFailure.of(() -> model, () -> TRAINING)
            .examining(examination -> examination.testData(TEST).learningRate(0.5));

    @Test
    void backpropagationIsTheDerivativeOfTheLoss() {
        assertForward(model, batch);
        assertGradients(model, batch);
        assertUpdates(model, batch);
    }

    @Test
    void settingsOfOnesOwn() {
        assertGradients(GradientCheck.of(model).on(batch).seed(7).lossOnly().sampling(20));
        assertUpdates(UpdateAudit.of(model).on(batch).learningRate(0.5));
    }

    @Test
    void canLearnThisData() {
        assertHealthy(model, TRAINING.slice(0, 300), allowingUnjudged("predictions"));
    }

    @Test
    void forThoseWhoUseAssertJ() {
        assertThat(model).satisfies(hasRightGradients(batch), hasRightUpdates(batch));
    }

    @TestFactory
    Stream<DynamicTest> keepsTheContract() {
        return NetworkContract.ofEach(() -> wrap(new MyNetwork(new Random(1))))
                .on(batch)
                .data(TRAINING)
                .tests();
    }

    @TestFactory
    Stream<DynamicTest> keepsTheContractButForOneThing() {
        return NetworkContract.ofEach(() -> wrap(new Forgetful(new Random(1))))
                .on(batch)
                .expectingFailure(NetworkLaw.GRADIENT_AGREES, "the derivative of tanh is missing, issue 12")
                .without(NetworkLaw.EIGHT_SAMPLES_LEARNED)
                .tests();
    }

    @Test
    void learns() {
        for (int epoch = 0; epoch < 5; epoch++) {
            for (int from = 0; from + 32 <= TRAINING.size(); from += 32) {
                Batch part = TRAINING.slice(from, from + 32);
                net.train(part.inputs(), part.targets(), 0.5);
            }
        }
        assertTrue(accuracy() > 0.8, "less than 80 % of the digits are right");
    }

    private double accuracy() {
        int[] labels = TEST.labels();
        int[] answers = Batch.of(TEST.inputs(), net.predict(TEST.inputs())).labels();
        int right = 0;
        for (int n = 0; n < labels.length; n++) {
            right += labels[n] == answers[n] ? 1 : 0;
        }
        return (double) right / labels.length;
    }
}
