package io.github.backcheck.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.backcheck.model.Parameter.Role;
import org.junit.jupiter.api.Test;

class ParameterTest {

    private final double[] own = {9, 1, 2, 3, 4, 5, 6, 9};
    private final Parameter weights = new Parameter("w", Role.WEIGHTS, Storage.flat(own, 1, 2, 3));

    @Test
    void numbersItsEntriesRowByRow() {
        assertThat(weights.size()).isEqualTo(6);
        assertThat(weights.rows()).isEqualTo(2);
        assertThat(weights.columns()).isEqualTo(3);
        assertThat(weights.role()).isEqualTo(Role.WEIGHTS);
        for (int i = 0; i < 6; i++) {
            assertThat(weights.get(i)).isEqualTo(i + 1);
        }
        assertThat(weights.entryName(4)).isEqualTo("w[1,1]");
        assertThat(weights).hasToString("w (2 x 3)");
    }

    @Test
    void readsAndWritesTheProgramsOwnNumbers() {
        weights.set(3, -4);
        assertThat(own).containsExactly(9, 1, 2, 3, -4, 5, 6, 9);
        double[] values = weights.values();
        values[0] = 99;
        assertThat(own[1]).isEqualTo(1);
        double[] read = new double[6];
        weights.readInto(read);
        assertThat(read).containsExactly(1, 2, 3, -4, 5, 6);
        weights.assign(new double[] {6, 5, 4, 3, 2, 1});
        assertThat(own).containsExactly(9, 6, 5, 4, 3, 2, 1, 9);
    }

    @Test
    void refusesEntriesThatItDoesNotHave() {
        for (int index : new int[] {-1, 6, 7}) {
            assertThatThrownBy(() -> weights.get(index))
                    .isInstanceOf(IndexOutOfBoundsException.class)
                    .hasMessage("entry " + index + " of w (2 x 3), which has entries 0 to 5");
            assertThatThrownBy(() -> weights.set(index, 0)).isInstanceOf(IndexOutOfBoundsException.class);
        }
        assertThat(own).containsExactly(9, 1, 2, 3, 4, 5, 6, 9);
    }

    @Test
    void refusesArraysOfAnotherLength() {
        String message = "an array of length 5 for w (2 x 3), which has 6 entries";
        assertThatThrownBy(() -> weights.assign(new double[5]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
        assertThatThrownBy(() -> weights.readInto(new double[5]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void takesBiasesAsAColumnOrAsARow() {
        Storage column = Storage.of(new double[] {1, 2});
        Storage row = Storage.of(new double[][] {{1, 2}});
        for (Storage storage : new Storage[] {column, row}) {
            Parameter biases = new Parameter("b", Role.BIASES, storage);
            assertThat(biases).hasToString("b (2)");
            assertThat(biases.rows()).isEqualTo(2);
            assertThat(biases.columns()).isEqualTo(1);
            assertThat(biases.values()).containsExactly(1, 2);
            assertThat(biases.entryName(1)).isEqualTo("b[1]");
            biases.set(1, 7);
            assertThat(biases.get(1)).isEqualTo(7);
        }
    }
}
