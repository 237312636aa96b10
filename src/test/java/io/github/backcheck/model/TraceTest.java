package io.github.backcheck.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TraceTest {

    private static final double[][] TWO_BY_ONE = {{1}, {2}};

    @Test
    void copiesWhatItIsMadeOf() {
        double[][] z = {{1, 2, 3}, {4, 5, Double.NaN}};
        double[][] a = {{-1, -2, -3}, {-4, -5, -6}};
        Trace trace = Trace.layer(z, a).andLayer(TWO_BY_ONE, new double[][] {{7}, {8}});
        z[0][0] = 99;
        a[1] = new double[] {99, 99, 99};
        assertThat(trace.layerCount()).isEqualTo(2);
        assertThat(trace.samples()).isEqualTo(2);
        assertThat(trace.units(0)).isEqualTo(3);
        assertThat(trace.units(1)).isEqualTo(1);
        assertThat(trace.preActivation(0, 0, 0)).isEqualTo(1);
        assertThat(trace.preActivation(0, 1, 2)).isNaN();
        assertThat(trace.activation(0, 1, 2)).isEqualTo(-6);
        assertThat(trace.preActivation(1, 1, 0)).isEqualTo(2);
        assertThat(trace.activation(1, 1, 0)).isEqualTo(8);
    }

    @Test
    void isNotChangedByAddingToIt() {
        Trace first = Trace.layer(TWO_BY_ONE, TWO_BY_ONE);
        assertThat(first.andLayer(TWO_BY_ONE, TWO_BY_ONE).layerCount()).isEqualTo(2);
        assertThat(first.layerCount()).isEqualTo(1);
    }

    @Test
    void refusesShapesThatDoNotGoTogether() {
        Trace first = Trace.layer(TWO_BY_ONE, TWO_BY_ONE);
        refused(
                () -> first.andLayer(TWO_BY_ONE, new double[2][2]),
                "pre-activations of layer 2 are 2 x 1, activations of layer 2 are 2 x 2: the same shape was expected,"
                        + " samples x units");
        refused(
                () -> first.andLayer(new double[3][1], new double[3][1]),
                "activations of layer 2 are 3 x 1, those of layer 1 have 2 samples");
        refused(
                () -> first.andLayer(new double[][] {{1, 2}, {3}}, TWO_BY_ONE),
                "layer 2 pre-activations is ragged: layer 2 pre-activations[1] has 1 entries, layer 2 pre-activations[0]"
                        + " has 2");
        refused(() -> Trace.layer(TWO_BY_ONE, new double[0][]), "layer 1 activations is empty, it has no row");
    }

    @Test
    void refusesNothingAtAll() {
        assertThatThrownBy(() -> Trace.layer(null, TWO_BY_ONE))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("layer 1 pre-activations is null");
        assertThatThrownBy(() -> Trace.layer(TWO_BY_ONE, new double[][] {{1}, null}))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("layer 1 activations[1] is null, a row was expected");
    }

    private static void refused(Runnable code, String message) {
        assertThatThrownBy(code::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }
}
