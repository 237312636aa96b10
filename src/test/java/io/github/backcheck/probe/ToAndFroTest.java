package io.github.backcheck.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ToAndFroTest {

    private static final int TIMES = 12;
    private static final int ENTRIES = 40;

    /** Where steps with a momentum end that are taken again and again from the same place, on the same batch. */
    private static List<double[]> withMomentum(double momentum, long seed) {
        Random random = new Random(seed);
        double[] gradient = random.doubles(ENTRIES, -1, 1).toArray();
        double[] velocity = random.doubles(ENTRIES, -5, 5).toArray();
        List<double[]> ends = new ArrayList<>();
        for (int time = 0; time < TIMES; time++) {
            double[] end = new double[ENTRIES];
            for (int i = 0; i < ENTRIES; i++) {
                velocity[i] = momentum * velocity[i] + gradient[i];
                end[i] = -0.1 * velocity[i];
            }
            ends.add(end);
        }
        return ends;
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 0.9, 0.99, 1, -0.5, -0.9})
    void whatRemembersComesCloser(double momentum) {
        for (long seed = 1; seed <= 20; seed++) {
            assertThat(ToAndFro.are(withMomentum(momentum, seed))).isFalse();
        }
    }

    /** Moments of Adam, after steps elsewhere. */
    @Test
    void whatRemembersSquaresComesCloser() {
        for (long seed = 1; seed <= 20; seed++) {
            Random random = new Random(seed);
            double[] g = random.doubles(ENTRIES, -1, 1).toArray();
            double[] m = random.doubles(ENTRIES, -1, 1).toArray();
            double[] v = random.doubles(ENTRIES, 0, 1).toArray();
            List<double[]> ends = new ArrayList<>();
            for (int time = 0; time < TIMES; time++) {
                double[] end = new double[ENTRIES];
                for (int i = 0; i < ENTRIES; i++) {
                    m[i] = 0.9 * m[i] + 0.1 * g[i];
                    v[i] = 0.999 * v[i] + 0.001 * g[i] * g[i];
                    end[i] = -0.001 * m[i] / (Math.sqrt(v[i]) + 1e-8);
                }
                ends.add(end);
            }
            assertThat(ToAndFro.are(ends)).isFalse();
        }
    }

    @Test
    void whatIsDrawnGoesToAndFro() {
        for (long seed = 1; seed <= 20; seed++) {
            Random random = new Random(seed);
            List<double[]> drawn = new ArrayList<>();
            for (int time = 0; time < TIMES; time++) {
                drawn.add(random.doubles(ENTRIES, -1, 1).toArray());
            }
            assertThat(ToAndFro.are(drawn)).isTrue();
        }
    }

    @Test
    void whatIsLostNowAndThenComesBack() {
        double[] whole = {1, 2, 3};
        double[] partly = {1, 2, 2.5};

        assertThat(ToAndFro.are(List.of(whole, whole, partly, whole, whole, whole)))
                .isTrue();
        assertThat(ToAndFro.are(List.of(whole, partly, partly, partly, partly)))
                .as("changed once, and stayed")
                .isFalse();
    }

    @Test
    void aFewAnswersSayNothing() {
        assertThat(ToAndFro.are(List.of(new double[] {1}, new double[] {2}, new double[] {1.5})))
                .isFalse();
    }
}
