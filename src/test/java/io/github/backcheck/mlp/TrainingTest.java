package io.github.backcheck.mlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Parameter.Role;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.assertj.core.data.Offset;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.api.Test;

class TrainingTest {

    private static final Batch XOR =
            Batch.of(new double[][] {{0, 0}, {0, 1}, {1, 0}, {1, 1}}, new double[][] {{0}, {1}, {1}, {0}});

    private static Mlp xorNetwork() {
        return Mlp.of(Architecture.inputs(2).tanh(8).sigmoid(1).binaryCrossEntropy(), Initialiser.xavier(), 1);
    }

    @Test
    void learnsXor() {
        Mlp network = xorNetwork();
        Training.with(Optimiser.adam(0.05)).withBatchSize(4).withEpochs(300).run(network, XOR);
        double[][] outputs = network.predict(XOR.inputs());
        for (int sample = 0; sample < 4; sample++) {
            assertThat(Math.round(outputs[sample][0])).isEqualTo(Math.round(XOR.target(sample, 0)));
        }
    }

    @Test
    void theSameSeedGivesTheSameBitsAndAnotherGivesOthers() {
        Training training = Training.with(Optimiser.momentum(0.1, 0.9)).withBatchSize(3);
        Mlp one = xorNetwork();
        Mlp same = xorNetwork();
        Mlp other = xorNetwork();
        training.run(one, XOR);
        training.run(same, XOR);
        training.withSeed(2).run(other, XOR);
        assertThat(same.weights(0).data).isEqualTo(one.weights(0).data);
        assertThat(same.biases(1).data).isEqualTo(one.biases(1).data);
        assertThat(other.weights(0).data).isNotEqualTo(one.weights(0).data);
    }

    /** Ten samples that can be told by their only input. */
    private static Batch tenSamples() {
        double[][] inputs = new double[10][1];
        for (int sample = 0; sample < 10; sample++) {
            inputs[sample][0] = sample;
        }
        return Batch.of(inputs, new double[10][1]);
    }

    private static Mlp oneWeight() {
        return Mlp.of(Architecture.inputs(1).identity(1).halfSquaredError(), Initialiser.constant(1), 1);
    }

    @Test
    void eachEpochSeesEachSampleOnceInANewOrder() {
        List<List<Double>> batches = new ArrayList<>();
        Training.with((parameter, gradient, state) -> {
                    if (state.role() == Role.WEIGHTS) {
                        DMatrixRMaj inputs = state.pass().forward().inputs();
                        List<Double> batch = new ArrayList<>();
                        for (int row = 0; row < inputs.numRows; row++) {
                            batch.add(inputs.get(row, 0));
                        }
                        batches.add(batch);
                    }
                })
                .withBatchSize(4)
                .withEpochs(3)
                .run(oneWeight(), tenSamples());
        assertThat(batches).extracting(List::size).containsExactly(4, 4, 2, 4, 4, 2, 4, 4, 2);
        Set<List<Double>> orders = new HashSet<>();
        for (int epoch = 0; epoch < 3; epoch++) {
            List<Double> order = new ArrayList<>();
            batches.subList(3 * epoch, 3 * epoch + 3).forEach(order::addAll);
            assertThat(order).containsExactlyInAnyOrder(0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0);
            orders.add(order);
        }
        assertThat(orders).hasSize(3);
    }

    @Test
    void theMeanLossOfAnEpochWeighsEachSampleTheSame() {
        List<Integer> epochs = new ArrayList<>();
        List<Double> losses = new ArrayList<>();
        UpdateStep nothing = (parameter, gradient, state) -> {};
        Training.with(nothing).withBatchSize(4).withEpochs(2).run(oneWeight(), tenSamples(), (epoch, meanLoss) -> {
            epochs.add(epoch);
            losses.add(meanLoss);
        });
        // The mean of ½ k² for k = 0 ... 9, although the last batch has only two of them.
        assertThat(epochs).containsExactly(1, 2);
        assertThat(losses).allSatisfy(loss -> assertThat(loss).isCloseTo(14.25, Offset.offset(1e-14)));
    }

    @Test
    void aBatchLargerThanTheDataIsTheData() {
        Mlp one = xorNetwork();
        Mlp other = xorNetwork();
        Training.with(Optimiser.sgd(0.1)).withBatchSize(4).run(one, XOR);
        Training.with(Optimiser.sgd(0.1)).withBatchSize(Integer.MAX_VALUE).run(other, XOR);
        assertThat(other.weights(0).data).isEqualTo(one.weights(0).data);
    }

    @Test
    void aLossThatOverflowsIsReported() {
        List<Double> losses = new ArrayList<>();
        Training.with(Optimiser.sgd(1e200)).run(oneWeight(), tenSamples(), (epoch, meanLoss) -> losses.add(meanLoss));
        assertThat(losses).hasSize(10);
        assertThat(losses.get(9)).isNaN();
    }

    @Test
    void badSettingsAreRefused() {
        Training training = Training.with(Optimiser.sgd(0.1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> training.withBatchSize(0))
                .withMessage("the batch size must be at least 1, it is 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> training.withEpochs(0))
                .withMessage("the number of epochs must be at least 1, it is 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> training.run(oneWeight(), XOR))
                .withMessageContaining("4 x 2")
                .withMessageContaining("1 columns");
        assertThatNullPointerException().isThrownBy(() -> Training.with((LearningRule) null));
        assertThatNullPointerException()
                .isThrownBy(() -> Training.with((UpdateStep) null))
                .withMessage("update");
    }
}
