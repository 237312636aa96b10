package io.github.backcheck.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class GradientTest {

    private final Parameter weights =
            new Parameter("w", Parameter.Role.WEIGHTS, Storage.of(new double[][] {{1, 2}, {3, 4}}));
    private final Parameter biases = new Parameter("b", Parameter.Role.BIASES, Storage.of(new double[] {1, 2}));

    @Test
    void copiesWhatItIsMadeOf() {
        double[][] dW = {{1, 2}, {3, 4}};
        double[] db = {5, 6};
        Gradient gradient = Gradient.of("w", dW).and("b", db);
        dW[0][0] = 99;
        db[0] = 99;
        assertThat(gradient.of(weights)).hasValueSatisfying(v -> assertThat(v).containsExactly(1, 2, 3, 4));
        assertThat(gradient.of(biases)).hasValueSatisfying(v -> assertThat(v).containsExactly(5, 6));
    }

    @Test
    void handsOutCopies() {
        Gradient gradient = Gradient.of("b", new double[] {5, 6});
        gradient.of(biases).orElseThrow()[0] = 99;
        assertThat(gradient.of(biases)).hasValueSatisfying(v -> assertThat(v).containsExactly(5, 6));
        assertThat(gradient.parameters()).isUnmodifiable();
    }

    @Test
    void isNotChangedByAddingToIt() {
        Gradient first = Gradient.of("w", new double[][] {{1}});
        Gradient more = first.and("b", new double[] {2}).and("v", new double[][] {{3}});
        assertThat(first.parameters()).containsExactly("w");
        assertThat(more.parameters()).containsExactly("w", "b", "v");
    }

    @Test
    void saysNothingAboutWhatItWasNotGiven() {
        assertThat(Gradient.of("w", new double[][] {{1}}).of(biases)).isEmpty();
    }

    @Test
    void takesAnyStorageAndAnyNumber() {
        Gradient gradient = Gradient.of(
                        "w", Storage.of(new float[][] {{1, 3}, {2, Float.NaN}}).transposed())
                .and("b", Storage.of(new double[][] {{Double.POSITIVE_INFINITY, 6}}));
        assertThat(gradient.of(weights)).hasValueSatisfying(v -> assertThat(v).containsExactly(1, 2, 3, Double.NaN));
        assertThat(gradient.of(biases))
                .hasValueSatisfying(v -> assertThat(v).containsExactly(Double.POSITIVE_INFINITY, 6));
    }

    @Test
    void biasesAsARowFitAModelThatHasThemAsAColumn() {
        Batch batch = Batch.of(new double[][] {{1, 2}}, new double[][] {{1, 2}});
        Model model = Model.named("net")
                .weights("w", new double[2][2])
                .biases("b", new double[2])
                .loss(any -> 0)
                .gradient(any -> Gradient.of("b", new double[][] {{5, 6}}))
                .build();
        Parameter b = model.parameters().get(1);
        assertThat(model.gradient(batch).of(b))
                .hasValueSatisfying(v -> assertThat(v).containsExactly(5, 6));
    }

    @Test
    void refusesWhatIsNoMatrixNamingTheParameter() {
        assertThatThrownBy(() -> Gradient.of("w", new double[][] {{1, 2}, {3}}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("w: matrix is ragged: matrix[1] has 1 entries, matrix[0] has 2");
        Gradient gradient = Gradient.of("w", new double[][] {{1}});
        assertThatThrownBy(() -> gradient.and("b", new double[0]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("b: vector is empty, it needs at least one entry");
        assertThatThrownBy(() -> gradient.and("b", (double[]) null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("b: vector is null");
        assertThatThrownBy(() -> gradient.and("v", (double[][]) null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("v: matrix is null");
        assertThatThrownBy(() -> gradient.and("v", (Storage) null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("the gradient of v is null");
        assertThatThrownBy(() -> gradient.and(null, new double[] {1}))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("the name of a parameter is null");
        assertThatThrownBy(() -> gradient.and("w", new double[] {1}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the gradient of w is given twice");
    }
}
