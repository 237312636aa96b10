package io.github.backcheck.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Networks of 4 inputs, 3 hidden units and 2 outputs, their parameters given in one order or another. */
class LayerOrderTest {

    private final ModelBuilder builder = Model.named("net").loss(batch -> 0);

    private LayerOrderTest weights(String name, int out, int in) {
        builder.weights(name, new double[out][in]);
        return this;
    }

    private LayerOrderTest biases(String name, int length) {
        builder.biases(name, new double[length]);
        return this;
    }

    private void isUnderstoodAs(String... layers) {
        assertThat(builder.build().layers())
                .extracting(layer -> layer.index() + " " + layer.name() + " " + layer.parameters())
                .containsExactly(layers);
    }

    private void isRefused(String message) {
        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Nested
    class Understands {

        @Test
        void weightsAndBiasesInTurn() {
            weights("hidden/W", 3, 4)
                    .biases("hidden/b", 3)
                    .weights("output/W", 2, 3)
                    .biases("output/b", 2);
            isUnderstoodAs("0 hidden [hidden/W (3 x 4), hidden/b (3)]", "1 output [output/W (2 x 3), output/b (2)]");
        }

        @Test
        void allWeightsBeforeAllBiases() {
            weights("w1", 3, 4).weights("w2", 2, 3).biases("b1", 3).biases("b2", 2);
            isUnderstoodAs("0 w1 [w1 (3 x 4), b1 (3)]", "1 w2 [w2 (2 x 3), b2 (2)]");
        }

        @Test
        void biasesBeforeTheirWeights() {
            biases("b1", 3).weights("w1", 3, 4).biases("b2", 2).weights("w2", 2, 3);
            isUnderstoodAs("0 w1 [w1 (3 x 4), b1 (3)]", "1 w2 [w2 (2 x 3), b2 (2)]");
        }

        @Test
        void layersWithoutBiases() {
            weights("w1", 3, 4).weights("w2", 2, 3).biases("b2", 2);
            isUnderstoodAs("0 w1 [w1 (3 x 4)]", "1 w2 [w2 (2 x 3), b2 (2)]");
        }

        @Test
        void aLastLayerWithoutBiases() {
            weights("w1", 3, 4).biases("b1", 3).weights("w2", 2, 3);
            isUnderstoodAs("0 w1 [w1 (3 x 4), b1 (3)]", "1 w2 [w2 (2 x 3)]");
        }

        @Test
        void noBiasesAtAll() {
            weights("w1", 3, 4).weights("w2", 2, 3);
            isUnderstoodAs("0 w1 [w1 (3 x 4)]", "1 w2 [w2 (2 x 3)]");
        }

        @Test
        void namesWithMoreThanOneSlashOrNothingBeforeIt() {
            weights("net/hidden/W", 3, 4).weights("/W", 2, 3);
            isUnderstoodAs("0 net/hidden [net/hidden/W (3 x 4)]", "1 /W [/W (2 x 3)]");
        }
    }

    @Nested
    class Refuses {

        @Test
        void aModelWithoutWeights() {
            biases("b", 3);
            isRefused("the model net has no weights, only [b (3)]");
        }

        @Test
        void fewerBiasesThanWeightsWhereItIsNotClearWhoseTheyAre() {
            biases("b1", 3).weights("w1", 3, 4).weights("w2", 2, 3);
            isRefused(
                    "the model net has 2 weights and 1 biases: give biases right after their weights, or one for every"
                            + " layer; given were [b1 (3), w1 (3 x 4), w2 (2 x 3)]");
        }

        @Test
        void moreBiasesThanWeights() {
            weights("w1", 3, 4).biases("b1", 3).biases("b2", 3);
            isRefused(
                    "the model net has 1 weights and 2 biases: give biases right after their weights, or one for every"
                            + " layer; given were [w1 (3 x 4), b1 (3), b2 (3)]");
        }

        @Test
        void biasesThatDoNotFitTheirWeights() {
            weights("w1", 3, 4).biases("b1", 4);
            isRefused(
                    "b1 (4) does not fit w1 (3 x 4): one bias per row of the weights was expected (weights are out x in;"
                            + " for in x out use weightsInByOut, or Storage.transposed())");
        }

        @Test
        void biasesGivenInTheReverseOrder() {
            weights("w1", 3, 4).weights("w2", 2, 3).biases("b2", 2).biases("b1", 3);
            assertThatThrownBy(builder::build).hasMessageStartingWith("b2 (2) does not fit w1 (3 x 4)");
        }

        @Test
        void aColumnOfBiasesGivenAsWeights() {
            weights("w1", 3, 5).weights("w2", 2, 4);
            isRefused("w2 (2 x 4) does not fit w1 (3 x 5): as many columns as the layer below has rows were expected"
                    + " (weights are out x in, in the order of the layers; where the biases are a column of the weights use"
                    + " weightsWithBiases)");
        }

        @Test
        void weightsGivenAsInByOutByMistake() {
            weights("w1", 4, 3).weights("w2", 3, 2);
            isRefused("w2 (3 x 2) does not fit w1 (4 x 3): as many columns as the layer below has rows were expected"
                    + " (weights are out x in, in the order of the layers; for in x out use weightsInByOut, or"
                    + " Storage.transposed())");
        }

        @Test
        void layersInTheReverseOrder() {
            weights("w2", 2, 3).weights("w1", 3, 4);
            assertThatThrownBy(builder::build).hasMessageStartingWith("w1 (3 x 4) does not fit w2 (2 x 3)");
        }
    }

    @Nested
    class RefusesAnArchitecture {

        @Test
        void ofAnotherDepth() {
            weights("w1", 3, 4).weights("w2", 2, 3);
            builder.architecture(Architecture.inputs(4).tanh(2).halfSquaredError());
            isRefused(
                    "the architecture 4 -> 2 tanh, half squared error, mean over the batch has 1 layers, the model has"
                            + " weights for 2: [w1 (3 x 4), w2 (2 x 3)]");
        }

        @Test
        void ofOtherSizes() {
            weights("w1", 3, 4).weights("w2", 2, 3);
            builder.architecture(Architecture.inputs(4).tanh(5).tanh(2).halfSquaredError());
            isRefused(
                    "w1 (3 x 4) does not fit layer 1 of the architecture, 4 -> 5 tanh: 5 x 4 (out x in) was expected");
        }

        @Test
        void ofTheSizesThatWeightsGivenAsInByOutWouldHave() {
            weights("w", 4, 2);
            builder.architecture(Architecture.inputs(4).softmax(2).softmaxCrossEntropy());
            isRefused(
                    "w (4 x 2) does not fit layer 1 of the architecture, 4 -> 2 softmax: 2 x 4 (out x in) was expected; for in x"
                            + " out use weightsInByOut, or Storage.transposed()");
        }
    }
}
