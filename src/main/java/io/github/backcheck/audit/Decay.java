package io.github.backcheck.audit;

import io.github.backcheck.audit.Layers.Part;
import io.github.backcheck.model.Parameter.Role;
import java.util.Arrays;
import java.util.List;

/**
 * A multiple of the weights that each step takes off them: weight decay in the update, which is no part of the gradient. It is
 * read off single samples: dW = δ aᵀ has nothing at right angles to a, the weights have.
 *
 * @param share of the weights in minus the change of a step; 0 if there is none
 * @param ofBiases whether the same share of the biases is taken off
 */
record Decay(double share, boolean ofBiases) {

    private static final Decay NONE = new Decay(0, false);

    private static final double SAME = 1e-7;

    /** Of one layer; the observations may be of several points. */
    static Decay of(List<Observation> observations, int layer) {
        double share = Double.NaN;
        boolean biases = true;
        for (Observation one : observations) {
            if (one.isSingle()) {
                Part seen = one.seen(layer, Role.WEIGHTS).orElseThrow();
                double[] a = one.inputsOf(layer);
                double[] w = Arrays.copyOf(one.twin().weights(layer).data, seen.values().length);
                double[] across = across(seen.values(), a);
                double[] acrossOfWeights = across(w, a);
                double squares = Vectors.dot(acrossOfWeights, acrossOfWeights);
                double here = Vectors.dot(across, acrossOfWeights) / squares;
                share = Double.isNaN(share) ? here : share;
                double allowed = SAME * Vectors.norm(across) + 4 * seen.rounding();
                boolean more = Vectors.distance(seen.values(), times(share, w)) > SAME * Vectors.norm(seen.values());
                boolean same = more
                        && squares > 0
                        && Vectors.norm(across) > 1e3 * seen.rounding()
                        && Vectors.norm(across) > SAME * Vectors.norm(seen.values())
                        && Vectors.norm(Vectors.sum(across, -share, acrossOfWeights)) <= allowed;
                if (!same) {
                    return NONE;
                }
                biases &= alsoOfBiases(one, layer, share, seen, a, w);
            }
        }
        return Double.isNaN(share) ? NONE : new Decay(share, biases);
    }

    private static boolean alsoOfBiases(Observation one, int layer, double share, Part seen, double[] a, double[] w) {
        double[] weights = Vectors.sum(seen.values(), -share, w);
        double[] delta = new double[weights.length / a.length];
        for (int i = 0; i < delta.length; i++) {
            for (int j = 0; j < a.length; j++) {
                delta[i] += weights[i * a.length + j] * a[j] / Vectors.dot(a, a);
            }
        }
        return one.seen(layer, Role.BIASES)
                .filter(part -> {
                    double[] b = Arrays.copyOf(one.twin().biases(layer).data, delta.length);
                    double[] rest = Vectors.sum(part.values(), -share, b);
                    return Vectors.distance(rest, delta) <= SAME * Vectors.norm(delta) + 4 * part.rounding()
                            && Vectors.distance(part.values(), delta)
                                    > SAME * Vectors.norm(delta) + 4 * part.rounding();
                })
                .isPresent();
    }

    private static double[] times(double factor, double[] vector) {
        return Vectors.sum(new double[vector.length], factor, vector);
    }

    /** What is left of each row when its part along a is taken off. */
    private static double[] across(double[] rows, double[] a) {
        double[] across = rows.clone();
        double squares = Vectors.dot(a, a);
        for (int first = 0; first < rows.length && squares > 0; first += a.length) {
            double along = 0;
            for (int j = 0; j < a.length; j++) {
                along += rows[first + j] * a[j];
            }
            for (int j = 0; j < a.length; j++) {
                across[first + j] -= along / squares * a[j];
            }
        }
        return across;
    }

    boolean isNone() {
        return share == 0;
    }

    /** What was seen without the decay. */
    Part without(Part seen, Role role, double[] parameter) {
        boolean concerned = share != 0 && (role == Role.WEIGHTS || ofBiases);
        return concerned ? seen.plus(-share, new Part(Arrays.copyOf(parameter, seen.values().length), 0)) : seen;
    }
}
