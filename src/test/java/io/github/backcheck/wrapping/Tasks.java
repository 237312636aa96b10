package io.github.backcheck.wrapping;

import io.github.backcheck.examples.Digits;
import io.github.backcheck.model.Batch;
import java.util.Random;

/** What the networks of these tests learn. */
final class Tasks {

    static final Batch XOR =
            Batch.of(new double[][] {{0, 0}, {0, 1}, {1, 0}, {1, 1}}, new double[][] {{0}, {1}, {1}, {0}});

    /** XOR as networks of tanh like it. */
    static final Batch SIGNS =
            Batch.of(new double[][] {{-1, -1}, {-1, 1}, {1, -1}, {1, 1}}, new double[][] {{-1}, {1}, {1}, {-1}});

    private Tasks() {}

    /** Clouds of points around the corners of a triangle. */
    static Batch blobs() {
        Random random = new Random(3);
        double[][] points = new double[90][2];
        int[] labels = new int[points.length];
        for (int n = 0; n < points.length; n++) {
            labels[n] = random.nextInt(3);
            points[n][0] = (labels[n] - 1) + 0.4 * random.nextGaussian();
            points[n][1] = (labels[n] == 1 ? 1 : -0.5) + 0.4 * random.nextGaussian();
        }
        return Batch.labelled(points, labels, 3);
    }

    /** Inside a circle or outside of it. */
    static Batch circle() {
        Random random = new Random(4);
        double[][] points = new double[80][2];
        double[][] inside = new double[points.length][1];
        for (int n = 0; n < points.length; n++) {
            points[n][0] = 2 * random.nextDouble() - 1;
            points[n][1] = 2 * random.nextDouble() - 1;
            inside[n][0] = Math.hypot(points[n][0], points[n][1]) < 0.8 ? 1 : 0;
        }
        return Batch.of(points, inside);
    }

    /** A wave over the plane. */
    static Batch wave() {
        Random random = new Random(5);
        double[][] points = new double[80][2];
        double[][] heights = new double[points.length][1];
        for (int n = 0; n < points.length; n++) {
            points[n][0] = 2 * random.nextDouble() - 1;
            points[n][1] = 2 * random.nextDouble() - 1;
            heights[n][0] = Math.sin(2 * points[n][0]) * Math.cos(points[n][1]);
        }
        return Batch.of(points, heights);
    }

    static Batch digits() {
        return Digits.load().scaled().shuffled(2).slice(0, 80);
    }
}
