package io.github.backcheck.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A layer of 2 units with 3 inputs: unit i has weights i1, i2, i3 (11, 12, 13, 21, ...) and bias −i. */
class BiasPlacementTest {

    private static double[][] matrix(BiasPlacement placement) {
        return switch (placement) {
            case FIRST_COLUMN -> new double[][] {{-1, 11, 12, 13}, {-2, 21, 22, 23}};
            case LAST_COLUMN -> new double[][] {{11, 12, 13, -1}, {21, 22, 23, -2}};
            case FIRST_ROW -> new double[][] {{-1, -2}, {11, 21}, {12, 22}, {13, 23}};
            case LAST_ROW -> new double[][] {{11, 21}, {12, 22}, {13, 23}, {-1, -2}};
        };
    }

    private static Model model(BiasPlacement placement, double[][] both) {
        return Model.named("net")
                .weightsWithBiases("hidden", placement, both)
                .loss(batch -> 0)
                .build();
    }

    @ParameterizedTest
    @EnumSource(BiasPlacement.class)
    void weightsAndBiasesAreToldApart(BiasPlacement placement) {
        Model model = model(placement, matrix(placement));
        Parameter weights = model.parameters().get(0);
        Parameter biases = model.parameters().get(1);
        assertThat(weights).hasToString("hidden/W (2 x 3)");
        assertThat(biases).hasToString("hidden/b (2)");
        assertThat(weights.values()).containsExactly(11, 12, 13, 21, 22, 23);
        assertThat(biases.values()).containsExactly(-1, -2);
        assertThat(model.layers().get(0).biases()).contains(biases);
    }

    @ParameterizedTest
    @EnumSource(BiasPlacement.class)
    void writingOneLeavesTheOtherAlone(BiasPlacement placement) {
        double[][] both = matrix(placement);
        Model model = model(placement, both);
        Parameter weights = model.parameters().get(0);
        Parameter biases = model.parameters().get(1);
        biases.assign(new double[] {5, 6});
        assertThat(weights.values()).containsExactly(11, 12, 13, 21, 22, 23);
        weights.assign(new double[] {1, 2, 3, 4, 5, 6});
        assertThat(biases.values()).containsExactly(5, 6);
        weights.set(5, 23);
        biases.set(1, -2);
        double[][] expected = matrix(placement);
        Model other = model(placement, expected);
        other.parameters().get(0).assign(new double[] {1, 2, 3, 4, 5, 23});
        other.parameters().get(1).assign(new double[] {5, -2});
        assertThat(both).isDeepEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource(BiasPlacement.class)
    void gradientsAreTakenApartInTheSameWay(BiasPlacement placement) {
        Model model = model(placement, matrix(placement));
        Gradient first = Gradient.withBiases("hidden", placement, Storage.of(matrix(placement)));
        Gradient later = Gradient.of("output/W", new double[][] {{1, 2}})
                .andWithBiases("hidden", placement, Storage.of(matrix(placement)));
        assertThat(first.parameters()).containsExactly("hidden/W", "hidden/b");
        assertThat(later.parameters()).containsExactly("output/W", "hidden/W", "hidden/b");
        for (Gradient gradient : new Gradient[] {first, later}) {
            for (Parameter parameter : model.parameters()) {
                assertThat(gradient.of(parameter))
                        .hasValueSatisfying(entries -> assertThat(entries).containsExactly(parameter.values()));
            }
        }
    }

    @Test
    void aMatrixWithoutRoomForWeightsIsRefusedByName() {
        assertThatThrownBy(() -> Model.named("net")
                        .weightsWithBiases("hidden", BiasPlacement.LAST_COLUMN, new double[][] {{1}, {2}}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("hidden: columns 0 to 0 (exclusive) of a matrix that has 1 columns");
        assertThatThrownBy(() ->
                        Gradient.withBiases("hidden", BiasPlacement.LAST_COLUMN, Storage.of(new double[][] {{1}, {2}})))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("hidden: columns 0 to 0 (exclusive) of a matrix that has 1 columns");
    }
}
