package io.github.backcheck.defect;

import io.github.backcheck.mlp.Optimiser;
import java.util.List;
import org.ejml.data.DMatrixRMaj;

/** Defects of an update by Adam. */
final class AdamDefects {

    private AdamDefects() {}

    static List<Defect> all() {
        return List.of(
                defect(
                        "adam-no-bias-correction",
                        adam((m, v, s) -> s.rate() * m / (Math.sqrt(v) + s.epsilon())),
                        new Words(
                                "Adam without the correction of its first moments",
                                "Both moments start at 0 and are too small at first, the second far more so. The first steps are"
                                        + " about three times too long with the usual constants.",
                                "w[i] -= eta * m[i] / (Math.sqrt(v[i]) + eps);",
                                "w[i] -= eta * (m[i] / (1 - Math.pow(b1, t))) / (Math.sqrt(v[i] / (1 - Math.pow(b2, t))) +"
                                        + " eps);")),
                defect(
                        "adam-no-root",
                        adam((m, v, s) -> s.rate() * (m / s.bias1()) / (v / s.bias2() + s.epsilon())),
                        new Words(
                                "Adam divides by the second moment instead of its square root",
                                "Entries with small gradients take huge steps: the step is about 1 / g instead of about 1.",
                                "w[i] -= eta * mHat / (vHat + eps);",
                                "w[i] -= eta * mHat / (Math.sqrt(vHat) + eps);")),
                defect(
                        "adam-epsilon-inside-root",
                        adam((m, v, s) -> s.rate() * (m / s.bias1()) / Math.sqrt(v / s.bias2() + s.epsilon())),
                        new Words(
                                "Adam adds epsilon inside the square root",
                                "Under the root 1e-8 acts as 1e-4 outside. Entries with gradients below that hardly move; the"
                                        + " others do not notice.",
                                "w[i] -= eta * mHat / Math.sqrt(vHat + eps);",
                                "w[i] -= eta * mHat / (Math.sqrt(vHat) + eps);")),
                defect(
                        "adam-second-moment-zero",
                        adam((m, v, s) -> s.rate() * (m / s.bias1()) / s.epsilon()),
                        new Words(
                                "the second moment of Adam is never updated and stays 0",
                                "The step is divided by epsilon alone, and is a hundred million times too long.",
                                "vHat = v[i] / (1 - Math.pow(b2, t));",
                                "v[i] = b2 * v[i] + (1 - b2) * g * g; vHat = v[i] / (1 - Math.pow(b2, t));")),
                defect(
                        "adam-betas-swapped",
                        intended -> {
                            Optimiser.Adam adam = adamOf(intended);
                            return new Optimiser.Adam(adam.learningRate(), adam.beta2(), adam.beta1(), adam.epsilon());
                        },
                        new Words(
                                "the two betas of Adam are exchanged",
                                "The mean of the gradient remembers a thousand steps and the mean of its square only ten. Steps"
                                        + " go where the gradient pointed long ago.",
                                "m[i] = b2 * m[i] + (1 - b2) * g; v[i] = b1 * v[i] + (1 - b1) * g * g;",
                                "m[i] = b1 * m[i] + (1 - b1) * g; v[i] = b2 * v[i] + (1 - b2) * g * g;")),
                defect(
                        "adam-counter-stuck",
                        adam((m, v, s) -> s.rate()
                                * (m / (1 - s.adam().beta1()))
                                / (Math.sqrt(v / (1 - s.adam().beta2())) + s.epsilon())),
                        new Words(
                                "the step counter of Adam stays at 1, its moments are corrected as in the first step for ever",
                                "The counter is a local variable, or is never increased. With the usual constants the steps come"
                                        + " to be about three times too short.",
                                "int t = 1; ... Math.pow(b1, t)",
                                "t++; ... Math.pow(b1, t)")));
    }

    private static Defect defect(String id, Change.WrongUpdate by, Words words) {
        return Defect.of(id, new Change.Update(by), words);
    }

    /** The constants of Adam at one step. */
    private record AdamStep(Optimiser.Adam adam, int update) {
        double rate() {
            return adam.learningRate();
        }

        double epsilon() {
            return adam.epsilon();
        }

        double bias1() {
            return 1 - Math.pow(adam.beta1(), update);
        }

        double bias2() {
            return 1 - Math.pow(adam.beta2(), update);
        }
    }

    /** What Adam makes of the two moments of an entry. */
    @FunctionalInterface
    private interface AdamChange {
        double of(double first, double second, AdamStep step);
    }

    private static Change.WrongUpdate adam(AdamChange change) {
        return intended -> (parameter, gradient, state) -> {
            AdamStep step = new AdamStep(adamOf(intended), state.update());
            DMatrixRMaj first = state.memory(0);
            DMatrixRMaj second = state.memory(1);
            for (int i = 0; i < first.getNumElements(); i++) {
                double g = gradient.data[i];
                first.data[i] =
                        step.adam().beta1() * first.data[i] + (1 - step.adam().beta1()) * g;
                second.data[i] =
                        step.adam().beta2() * second.data[i] + (1 - step.adam().beta2()) * g * g;
                parameter.data[i] -= change.of(first.data[i], second.data[i], step);
            }
        };
    }

    /** The Adam that was meant, with the usual constants if something else was. */
    private static Optimiser.Adam adamOf(Optimiser intended) {
        return intended instanceof Optimiser.Adam adam
                ? adam
                : new Optimiser.Adam(intended.learningRate(), 0.9, 0.999, 1e-8);
    }
}
