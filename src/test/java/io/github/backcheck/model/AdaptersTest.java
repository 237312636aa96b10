package io.github.backcheck.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Ways to wrap what comes as objects, as lists of layers or in floats, and what is said to those who wrap it wrongly. */
class AdaptersTest {

    /** A neuron as people write it. */
    private static final class Neuron {
        private double[] weights;
        private double bias;

        Neuron(double bias, double... weights) {
            this.weights = weights;
            this.bias = bias;
        }

        double[] getWeights() {
            return weights;
        }

        double[] copyOfWeights() {
            return weights.clone();
        }

        double getBias() {
            return bias;
        }

        void setBias(double bias) {
            this.bias = bias;
        }
    }

    private static void refused(ThrowingCallable code, String message) {
        assertThatThrownBy(code).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }

    @Nested
    class Units {

        private final List<Neuron> units = new ArrayList<>(List.of(new Neuron(5, 1, 2), new Neuron(6, 3, 4)));

        @Test
        void areReadAndWrittenThrough() {
            Storage weights = Storage.perUnit(units, Neuron::getWeights);
            Storage biases = Storage.perUnit(units, Neuron::getBias, Neuron::setBias);
            assertThat(read(weights)).containsExactly(1, 2, 3, 4);
            assertThat(read(biases)).containsExactly(5, 6);
            assertThat(weights.rows()).isEqualTo(2);
            assertThat(biases.columns()).isEqualTo(1);
            weights.set(1, 0, 30);
            biases.set(0, 0, 50);
            assertThat(units.get(1).weights).containsExactly(30, 4);
            assertThat(units.get(0).bias).isEqualTo(50);
        }

        @Test
        void mayBeReplacedAndMayReplaceTheirArrays() {
            Storage weights = Storage.perUnit(units, Neuron::getWeights);
            units.set(0, new Neuron(0, 7, 8));
            units.get(1).weights = new double[] {9, 10};
            assertThat(read(weights)).containsExactly(7, 8, 9, 10);
        }

        @Test
        void areRefusedWhereTheyAreNoLayer() {
            refused(
                    () -> Storage.perUnit(List.<Neuron>of(), Neuron::getWeights),
                    "the list of units is empty, a layer has at least one");
            refused(
                    () -> Storage.perUnit(List.<Neuron>of(), Neuron::getBias, Neuron::setBias),
                    "the list of units is empty, a layer has at least one");
            refused(
                    () -> Storage.perUnit(List.of(new Neuron(0, 1, 2), new Neuron(0, 1)), Neuron::getWeights),
                    "unit 1 has 1 weights, unit 0 has 2: units of one layer have equally many (those of other layers are"
                            + " another parameter)");
            refused(
                    () -> Storage.perUnit(List.of(new Neuron(0)), Neuron::getWeights),
                    "the weights of unit 0 are empty");
            assertThatThrownBy(() -> Storage.perUnit(Arrays.asList(units.get(0), null), Neuron::getWeights))
                    .isInstanceOf(NullPointerException.class)
                    .hasMessage("unit 1 is null");
            assertThatThrownBy(() -> Storage.perUnit(List.of(new Neuron(0, (double[]) null)), Neuron::getWeights))
                    .isInstanceOf(NullPointerException.class)
                    .hasMessage("the weights of unit 0 are null");
            assertThatThrownBy(() -> Storage.perUnit((List<Neuron>) null, Neuron::getWeights))
                    .hasMessage("the list of units is null");
        }

        @Test
        void thatHandOutCopiesAreRefused() {
            refused(
                    () -> Storage.perUnit(units, Neuron::copyOfWeights),
                    "unit 0 hands out a new array of weights each time it is asked: what is written into a copy does not"
                            + " reach the unit. Use Storage.entries with a getter and a setter of one weight, or let the"
                            + " unit hand out its own array");
        }

        private double[] read(Storage storage) {
            double[] all = new double[storage.rows() * storage.columns()];
            storage.readInto(all);
            return all;
        }
    }

    @Nested
    class AListOfLayers {

        private final List<double[][]> weights =
                List.of(new double[][] {{1, 2}, {3, 4}, {5, 6}}, new double[][] {{7, 8, 9}});
        private final List<double[]> biases = List.of(new double[3], new double[1]);
        private final List<Integer> layers = List.of(0, 1);

        private ModelBuilder model() {
            return Model.named("net")
                    .layers(layers, l -> Storage.of(weights.get(l)), l -> Storage.of(biases.get(l)))
                    .loss(batch -> 0);
        }

        @Test
        void isNamedLayerByLayer() {
            assertThat(model().build().parameters())
                    .hasToString("[layer1/W (3 x 2), layer1/b (3), layer2/W (1 x 3), layer2/b (1)]");
        }

        @Test
        void hasAGradientOfTheSameNames() {
            Model model = model().gradient(batch ->
                            Gradient.layers(layers, l -> Storage.of(weights.get(l)), l -> Storage.of(biases.get(l))))
                    .build();
            Gradient gradient = model.gradient(Batch.of(new double[1][2], new double[1][1]));
            assertThat(gradient.parameters()).containsExactly("layer1/W", "layer1/b", "layer2/W", "layer2/b");
            assertThat(gradient.of(model.parameters().get(2)).orElseThrow()).containsExactly(7, 8, 9);
        }

        @Test
        void saysWhichLayerDoesNotFit() {
            refused(
                    () -> model().layers(layers, l -> Storage.of(weights.get(l)), l -> Storage.of(biases.get(l))),
                    "two parameters are named layer1/W");
            refused(
                    () -> Model.named("net")
                            .layers(List.of(), l -> Storage.of(biases.get(0)), l -> Storage.of(biases.get(0))),
                    "the list of layers is empty, a network has at least one");
            refused(
                    () -> Gradient.layers(List.of(), l -> Storage.of(biases.get(0)), l -> Storage.of(biases.get(0))),
                    "the list of layers is empty, a network has at least one");
            refused(
                    () -> Model.named("net")
                            .layers(layers, l -> Storage.of(weights.get(l)), l -> Storage.of(new double[l])),
                    "layer1/b: vector is empty, it needs at least one entry");
            assertThatThrownBy(() -> Model.named("net").layers(layers, l -> null, l -> Storage.of(biases.get(l))))
                    .isInstanceOf(NullPointerException.class)
                    .hasMessage("the storage of layer1/W is null");
        }
    }

    @Nested
    class Copies {

        private double[][] own = {{0.25, -1}};

        private ModelBuilder model(Storage weights) {
            return Model.named("net").weights("W", weights).loss(batch -> 0);
        }

        @Test
        void thatAGetterHandsOutAreRefused() {
            refused(
                    () -> model(Storage.supplied(() -> Storage.of(new double[][] {own[0].clone()})))
                            .build(),
                    "W (1 x 2) does not keep what is written into it: W[0,0] was 0.25, 0.125 was written, and it still is"
                            + " 0.25. A getter that returns a copy cannot be written through: give the array that the"
                            + " program computes with, or Storage.reassigned(getter, setter)");
        }

        @Test
        void thatAreHandedBackAreFine() {
            Model model = model(Storage.reassigned(() -> new double[][] {own[0].clone()}, matrix -> own = matrix))
                    .build();
            assertThat(model.parameters().get(0).values()).containsExactly(0.25, -1);
        }

        @Test
        void doNotMatterWhereEverythingIsKept() {
            for (double value :
                    new double[] {0, -0.0, 1, -3e300, Double.MIN_VALUE, Double.NaN, Double.POSITIVE_INFINITY}) {
                own[0][0] = value;
                model(Storage.of(own)).build();
                assertThat(Double.doubleToRawLongBits(own[0][0]))
                        .as("the bits of %s, put back", value)
                        .isEqualTo(Double.doubleToRawLongBits(value));
            }
            float[][] floats = {{Float.MIN_VALUE}};
            model(Storage.of(floats)).build();
            assertThat(floats[0][0]).isEqualTo(Float.MIN_VALUE);
        }
    }

    @Nested
    class AnArchitecture {

        private static final Architecture SHAPE =
                Architecture.inputs(3).tanh(2).identity(1).halfSquaredError();

        private void refusedFirst(double[][] first, String message) {
            refused(
                    () -> Model.named("net")
                            .weights("W1", first)
                            .weights("W2", new double[1][first.length])
                            .loss(batch -> 0)
                            .architecture(SHAPE)
                            .build(),
                    message);
        }

        @Test
        void hintsAtTheLayout() {
            refusedFirst(
                    new double[3][2],
                    "W1 (3 x 2) does not fit layer 1 of the architecture, 3 -> 2 tanh: 2 x 3 (out x in) was expected; for in"
                            + " x out use weightsInByOut, or Storage.transposed()");
            refusedFirst(
                    new double[2][4],
                    "W1 (2 x 4) does not fit layer 1 of the architecture, 3 -> 2 tanh: 2 x 3 (out x in) was expected; where"
                            + " the biases are a column of the weights use weightsWithBiases");
            refusedFirst(
                    new double[4][2],
                    "W1 (4 x 2) does not fit layer 1 of the architecture, 3 -> 2 tanh: 2 x 3 (out x in) was expected; where"
                            + " the biases are a row of the weights use weightsWithBiases");
            refusedFirst(
                    new double[5][5],
                    "W1 (5 x 5) does not fit layer 1 of the architecture, 3 -> 2 tanh: 2 x 3 (out x in) was expected");
        }
    }

    @Test
    void floatsAndDoublesAreTurnedIntoEachOther() {
        assertThat(Floats.of(new double[][] {{0.1, 2}, {3}})).isDeepEqualTo(new float[][] {{0.1f, 2}, {3}});
        assertThat(Floats.widened(new float[][] {{0.1f, 2}, {3}})).isDeepEqualTo(new double[][] {{0.1f, 2}, {3}});
        assertThat(Floats.of(new double[0])).isEmpty();
        assertThatThrownBy(() -> Floats.of((double[]) null)).hasMessage("the vector of doubles is null");
        assertThatThrownBy(() -> Floats.of((double[][]) null)).hasMessage("the matrix of doubles is null");
        assertThatThrownBy(() -> Floats.widened((float[]) null)).hasMessage("the vector of floats is null");
        assertThatThrownBy(() -> Floats.widened((float[][]) null)).hasMessage("the matrix of floats is null");
    }
}
