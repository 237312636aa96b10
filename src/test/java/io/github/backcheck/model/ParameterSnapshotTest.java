package io.github.backcheck.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ParameterSnapshotTest {

    private static final double NAN_WITH_PAYLOAD = Double.longBitsToDouble(0x7ff80000deadbeefL);

    private final double[][] weights = {{1, -0.0}, {NAN_WITH_PAYLOAD, 0.1}};
    private final double[] biases = {3, 4};
    private final Batch batch = Batch.of(new double[][] {{1, 2}}, new double[][] {{1, 2}});

    private ModelBuilder net() {
        return Model.named("net").weights("w", weights).biases("b", biases).loss(any -> 0);
    }

    private void isAsBefore() {
        assertThat(weights[0][0]).isEqualTo(1);
        assertThat(Double.doubleToRawLongBits(weights[0][1])).isEqualTo(Double.doubleToRawLongBits(-0.0));
        assertThat(Double.doubleToRawLongBits(weights[1][0])).isEqualTo(0x7ff80000deadbeefL);
        assertThat(weights[1][1]).isEqualTo(0.1);
        assertThat(biases).containsExactly(3, 4);
    }

    @Test
    void namesWhatChangedToTheLastBit() {
        Model model = net().build();
        ParameterSnapshot before = model.snapshot();
        assertThat(before.changed()).isEmpty();
        weights[0][1] = 0.0;
        assertThat(before.changed()).containsExactly(model.parameters().get(0));
        weights[0][1] = -0.0;
        weights[1][0] = Double.NaN;
        assertThat(before.changed()).containsExactly(model.parameters().get(0));
        biases[1] = Math.nextUp(4.0);
        assertThat(before.changed()).containsExactlyElementsOf(model.parameters());
        assertThat(before.changed()).isUnmodifiable();
        before.restore();
        assertThat(before.changed()).isEmpty();
        isAsBefore();
    }

    @Test
    void putsBackWhenTheBlockEndsAlsoByAnException() {
        Model model = net().trainStep(any -> {
                    weights[0][1] = 7;
                    weights[1][0] = 8;
                    biases[0] = 9;
                    throw new IllegalStateException("in the middle of the step");
                })
                .build();
        assertThatThrownBy(() -> {
                    try (ParameterSnapshot before = model.snapshot()) {
                        assertThat(before.changed()).isEmpty();
                        model.trainStep(batch);
                    }
                })
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("in the middle of the step");
        isAsBefore();
    }

    @Test
    void canBeRestoredMoreThanOnce() {
        ParameterSnapshot before = net().build().snapshot();
        for (int i = 0; i < 2; i++) {
            biases[0] = -1;
            before.restore();
            isAsBefore();
        }
    }

    @Test
    void writesNothingThatDidNotChange() {
        int[] writes = new int[1];
        double[] w = {5};
        Model model = Model.named("net")
                .weights("w", Storage.entries(1, 1, (i, j) -> w[0], (i, j, v) -> {
                    w[0] = v;
                    writes[0]++;
                }))
                .loss(any -> 0)
                .build();
        writes[0] = 0;
        model.snapshot().restore();
        assertThat(writes[0]).isZero();
    }

    @Test
    void putsTheOthersBackWhereTheProgramThrowsOnOne() {
        boolean[] readOnly = {false};
        Model model = Model.named("net")
                .weights("first", stubborn("first", new double[] {1}, readOnly))
                .weights("second", stubborn("second", new double[] {1}, readOnly))
                .biases("b", Storage.flat(biases, 0, 1, 1))
                .loss(any -> 0)
                .build();
        ParameterSnapshot before = model.snapshot();
        model.parameters().forEach(parameter -> parameter.set(0, 2));
        readOnly[0] = true;
        biases[0] = 9;
        assertThatThrownBy(before::restore)
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessage("first is read-only")
                .satisfies(e -> assertThat(e.getSuppressed())
                        .singleElement()
                        .satisfies(other -> assertThat(other).hasMessage("second is read-only")));
        assertThat(biases[0]).isEqualTo(3);
    }

    private static Storage stubborn(String name, double[] value, boolean[] readOnly) {
        return Storage.entries(1, 1, (i, j) -> value[0], (i, j, v) -> {
            if (readOnly[0]) {
                throw new UnsupportedOperationException(name + " is read-only");
            }
            value[0] = v;
        });
    }

    @Test
    void putsBackFloatsReassignedMatricesAndSharedOnes() {
        float[][] floats = {{0.1f, Float.NaN}};
        double[][][] field = {{{1, 2, 3}}};
        Storage reassigned = Storage.reassigned(() -> field[0], matrix -> field[0] = matrix);
        Model model = Model.named("net")
                .weights("w1", Storage.of(floats))
                .weightsWithBiases("top", BiasPlacement.FIRST_COLUMN, reassigned.columns(0, 2))
                .loss(any -> 0)
                .build();
        try (ParameterSnapshot before = model.snapshot()) {
            floats[0][0] = 7;
            field[0] = new double[][] {{7, 8, 9}};
            assertThat(before.changed()).hasSize(3);
        }
        assertThat(floats[0]).containsExactly(0.1f, Float.NaN);
        assertThat(field[0]).as("only the block is the model's").isDeepEqualTo(new double[][] {{1, 2, 9}});
    }
}
