package io.github.backcheck.diagnosis.campaign;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Reads the two files into lists, one image after the other, and brings the pixels to 0..1. */
final class SigmoidData {

    private static final int TRAINING = 1000;
    private static final int ALL = 1400;

    final List<double[]> images = new ArrayList<>();
    final List<double[]> targets = new ArrayList<>();
    final List<double[]> testImages = new ArrayList<>();
    final List<Integer> testLabels = new ArrayList<>();
    private final Fault fault;
    private final int outputs;

    private static final class Digit {
        private final double[] pixels;
        private final int label;

        Digit(double[] pixels, int label) {
            this.pixels = pixels;
            this.label = label;
        }
    }

    SigmoidData(Fault fault, long seed, int outputs) {
        this.fault = fault;
        this.outputs = outputs;
        List<Digit> all = read(seed);
        List<Digit> training = new ArrayList<>(all.subList(0, TRAINING));
        List<Digit> test = all.subList(TRAINING, ALL);
        Random random = new Random(seed);
        switch (fault) {
            case SORTED -> training.sort((one, other) -> one.label - other.label);
            case CLASS_IMBALANCE -> training.removeIf(digit -> digit.label != 1 && random.nextInt(75) > 0);
            case IMAGES_TRANSPOSED -> training = new ArrayList<>(training.subList(0, 64));
            case TEST_IN_TRAINING -> test = training.subList(200, 600);
            default -> {}
        }
        List<Integer> labels = new ArrayList<>();
        for (Digit digit : training) {
            images.add(scaled(digit.pixels));
            labels.add(digit.label);
        }
        for (Digit digit : test) {
            testImages.add(fault == Fault.TEST_UNSCALED ? digit.pixels : scaled(digit.pixels));
            testLabels.add(digit.label);
        }
        switch (fault) {
            case LABELS_SHUFFLED -> Collections.shuffle(labels, random);
            case LABELS_SHIFTED -> Collections.rotate(labels, 1);
            case TEST_LABELS_SHIFTED -> Collections.rotate(testLabels, 1);
            case NAN_INPUT -> scaleColumns();
            case IMAGES_TRANSPOSED -> transpose();
            default -> {}
        }
        for (int label : labels) {
            targets.add(target(label, fault));
        }
    }

    private List<Digit> read(long seed) {
        byte[] imageFile = DigitFiles.images(seed);
        byte[] labelFile = DigitFiles.labels(seed);
        List<Digit> digits = new ArrayList<>();
        int at = fault == Fault.HEADER_IN_IMAGES ? 0 : 16;
        int labelAt = fault == Fault.HEADER_IN_LABELS ? 0 : 8;
        while (digits.size() < ALL) {
            double[] pixels = new double[64];
            for (int i = 0; i < 64; i++) {
                pixels[i] = imageFile[at++];
                if (pixels[i] < 0 && fault != Fault.BYTES_SIGNED) {
                    pixels[i] += 256;
                }
                if (fault == Fault.BLACK_BORDER && (i % 8 < 2 || i % 8 > 5)) {
                    pixels[i] = 0;
                }
            }
            digits.add(new Digit(pixels, labelFile[labelAt++]));
        }
        return digits;
    }

    private double[] scaled(double[] pixels) {
        double divisor = switch (fault) {
            case INPUTS_UNSCALED -> 1;
            case INPUTS_HARDLY_SCALED -> 16;
            case SCALED_TWICE -> 255.0 * 255.0;
            default -> 255;
        };
        double[] result = new double[pixels.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = pixels[i] / divisor;
        }
        return result;
    }

    /** To 0..1 by each pixel's own smallest and largest value, which are both 0 in the corners. */
    private void scaleColumns() {
        for (int i = 0; i < 64; i++) {
            int pixel = i;
            double min =
                    images.stream().mapToDouble(image -> image[pixel]).min().orElseThrow();
            double max =
                    images.stream().mapToDouble(image -> image[pixel]).max().orElseThrow();
            images.forEach(image -> image[pixel] = (image[pixel] - min) / (max - min));
        }
    }

    private void transpose() {
        double[][] columns = new double[64][64];
        for (int n = 0; n < 64; n++) {
            for (int i = 0; i < 64; i++) {
                columns[i][n] = images.get(n)[i];
            }
        }
        images.clear();
        images.addAll(List.of(columns));
    }

    double[] target(int label, Fault mistake) {
        double[] target = new double[outputs];
        if (outputs == 1) {
            target[0] = label > 4 ? 1 : 0;
            return target;
        }
        for (int k = 0; k < outputs; k++) {
            target[k] = mistake == Fault.TARGETS_OUT_OF_REACH ? -1 : 0;
        }
        if (mistake != Fault.ONE_HOT_EMPTY) {
            target[mistake == Fault.ONE_HOT_WRONG_COLUMN ? (label + 1) % outputs : label] = 1;
        }
        return target;
    }
}
