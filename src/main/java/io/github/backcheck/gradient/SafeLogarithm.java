package io.github.backcheck.gradient;

import io.github.backcheck.model.Loss;
import io.github.backcheck.text.Figures;

/**
 * What a program takes the logarithm of, so that a cross-entropy stays finite: not the probability p, but a number next to it.
 * Its gradient may be that of the loss it computes, or a − y, that of the loss without this; either is right.
 *
 * @param form how p is kept from 0
 * @param amount the small number; 0 if p is taken as it is
 */
record SafeLogarithm(Form form, double amount) {

    /** ln p. */
    static final SafeLogarithm PLAIN = new SafeLogarithm(Form.ADDED, 0);

    /** What people write: powers of ten, and the distance of 1 to the next number, in double and in float. */
    private static final double[] AMOUNTS = {
        1e-16, 0x1p-52, 1e-15, 1e-14, 1e-13, 1e-12, 1e-11, 1e-10, 1e-9, 1e-8, 1e-7, 0x1p-23, 1e-6, 1e-5, 1e-4, 1e-3
    };

    /** Ways to keep p from 0. */
    enum Form {
        /** ln (p + ε). Beyond 1e-6 the gradients with it and without it are too far apart for both to be called right. */
        ADDED {
            @Override
            double largest() {
                return 1e-6;
            }

            @Override
            double taken(double p, double amount) {
                return p + amount;
            }

            @Override
            double lost(double p, double amount) {
                return amount / (p + amount);
            }
        },
        /** ln max(p, ε). */
        FLOOR {
            @Override
            double taken(double p, double amount) {
                return Math.max(p, amount);
            }

            @Override
            double lost(double p, double amount) {
                return p < amount ? 1 : 0;
            }
        },
        /** ln min(max(p, ε), 1 − ε). */
        CLIPPED {
            @Override
            double taken(double p, double amount) {
                return Math.min(Math.max(p, amount), 1 - amount);
            }

            @Override
            double lost(double p, double amount) {
                return p < amount || p > 1 - amount ? 1 : 0;
            }
        };

        /** The largest amount that is tried. */
        double largest() {
            return 1e-3;
        }

        /** What the logarithm is taken of. */
        abstract double taken(double p, double amount);

        /** Which share of the derivative 1 / p is gone. */
        abstract double lost(double p, double amount);
    }

    /**
     * The one that explains the loss of a network.
     *
     * @param recording the twin's forward pass, whose loss is that of the plain logarithm. Not modified.
     * @param loss of the network
     * @param allowed how far the two may be apart by rounding
     * @return {@link #PLAIN} where nothing else is needed, or nothing helps
     */
    static SafeLogarithm explaining(Recording recording, double loss, double allowed) {
        if (recording.architecture().loss().requiredHead().isEmpty() || Math.abs(loss - recording.loss()) <= allowed) {
            return PLAIN;
        }
        double[][] outputs = recording.a(recording.depth() - 1);
        for (Form form : Form.values()) {
            for (double amount : AMOUNTS) {
                if (amount > form.largest()) {
                    break;
                }
                SafeLogarithm candidate = new SafeLogarithm(form, amount);
                double expected = recording.loss() + candidate.ofLoss(recording, outputs);
                if (Math.abs(loss - expected) <= allowed) {
                    return candidate;
                }
            }
        }
        return PLAIN;
    }

    /**
     * What it adds to the loss of the batch.
     *
     * @param recording with the targets. Not modified.
     * @param outputs outputs x samples. Not modified.
     */
    double ofLoss(Recording recording, double[][] outputs) {
        if (amount == 0) {
            return 0;
        }
        boolean binary = recording.architecture().loss() == Loss.BINARY_CROSS_ENTROPY;
        double sum = 0;
        for (int k = 0; k < outputs.length; k++) {
            for (int n = 0; n < outputs[k].length; n++) {
                double p = outputs[k][n];
                double y = recording.targets()[k][n];
                sum += y == 0 ? 0 : y * added(p);
                sum += !binary || y == 1 ? 0 : (1 - y) * added(1 - p);
            }
        }
        return recording.architecture().reduction().factor(recording.samples()) * sum;
    }

    private double added(double p) {
        return form == Form.ADDED ? -Math.log1p(amount / p) : Math.log(p / form.taken(p, amount));
    }

    /**
     * How far the deltas of the last layer with and without it are apart, at most.
     *
     * @param recording with outputs and targets. Not modified.
     * @return outputs x samples
     */
    double[][] ofDeltas(Recording recording) {
        double[][] a = recording.a(recording.depth() - 1);
        double[][] apart = new double[a.length][recording.samples()];
        if (amount == 0) {
            return apart;
        }
        double[][] y = recording.targets();
        boolean binary = recording.architecture().loss() == Loss.BINARY_CROSS_ENTROPY;
        for (int n = 0; n < recording.samples(); n++) {
            double shared = 0;
            for (int k = 0; k < a.length; k++) {
                double gone = y[k][n] == 0 ? 0 : Math.abs(y[k][n]) * form.lost(a[k][n], amount);
                double goneOfNo = y[k][n] == 1 ? 0 : Math.abs(1 - y[k][n]) * form.lost(1 - a[k][n], amount);
                apart[k][n] = binary ? gone * (1 - a[k][n]) + goneOfNo * a[k][n] : gone;
                shared += gone;
            }
            for (int k = 0; k < a.length && !binary; k++) {
                apart[k][n] += a[k][n] * shared;
            }
        }
        return apart;
    }

    /** For example "with 1e-8 added inside the logarithm"; empty for the plain one. */
    String inWords() {
        if (amount == 0) {
            return "";
        }
        String number = Figures.of(amount);
        return switch (form) {
            case ADDED -> "with " + number + " added inside the logarithm";
            case FLOOR -> "with probabilities below " + number + " raised to it before the logarithm";
            case CLIPPED -> "with probabilities kept " + number + " away from 0 and 1 before the logarithm";
        };
    }
}
