package io.github.backcheck.defect;

import static io.github.backcheck.defect.WrongUpdates.GIVEN;
import static io.github.backcheck.defect.WrongUpdates.KEPT;
import static io.github.backcheck.defect.WrongUpdates.gradient;

import io.github.backcheck.mlp.Optimiser;
import io.github.backcheck.mlp.UpdateStep;
import java.util.List;
import java.util.stream.Stream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/** Defects of what is carried from one batch to the next: gradients, and the velocity of a momentum. */
final class UpdateMemoryDefects {

    /** What a student writes who means a momentum and did not get one from the optimiser. */
    private static final double USUAL_MOMENTUM = 0.9;

    private UpdateMemoryDefects() {}

    static List<Defect> all() {
        return Stream.of(gradients(), momentum()).flatMap(List::stream).toList();
    }

    /** Gradients of other batches. */
    private static List<Defect> gradients() {
        return List.of(
                defect(
                        "update-previous-gradient",
                        gradient((given, parameter, state) -> {
                            DMatrixRMaj kept = state.memory(KEPT);
                            double[] now = given.data.clone();
                            given.setTo(kept);
                            System.arraycopy(now, 0, kept.data, 0, kept.getNumElements());
                        }),
                        new Words(
                                "the gradient of the batch before is applied",
                                "The update runs before backpropagation of the present batch, or reads the array that was"
                                        + " swapped out. The first step changes nothing.",
                                "update(dW); dW = backpropagate(batch);",
                                "dW = backpropagate(batch); update(dW);")),
                defect(
                                "update-never-reset",
                                gradient((given, parameter, state) -> {
                                    CommonOps_DDRM.addEquals(state.memory(KEPT), given);
                                    given.setTo(state.memory(KEPT));
                                }),
                                new Words(
                                        "the sums of gradients are never set back to 0, each step applies those of all batches"
                                                + " so far",
                                        "The step is the learning rate times everything that was ever summed, and it grows."
                                                + " It is the same as a momentum of 1.",
                                        "backpropagate(batch, dW); update(dW);",
                                        "clear(dW); backpropagate(batch, dW); update(dW);"))
                        .like("momentum-without-decay", "the momentum is 1"),
                defect(
                        "update-accumulator-rescaled",
                        intended -> (parameter, gradient, state) -> {
                            double eta = intended.learningRate();
                            DMatrixRMaj sum = state.memory(KEPT);
                            CommonOps_DDRM.addEquals(sum, gradient);
                            CommonOps_DDRM.scale(eta, sum);
                            DMatrixRMaj given = state.memory(GIVEN);
                            CommonOps_DDRM.scale(1 / eta, sum, given);
                            intended.apply(parameter, given, state);
                        },
                        new Words(
                                "the sums of gradients are the array they should be reset from, multiplied by the learning rate"
                                        + " each time and never 0",
                                "Setting the sums to a template of zeros only copies the reference: both names mean one array."
                                        + " Each step applies A = eta (A + g), so that batch k counts with eta to the power of"
                                        + " its age. It is the same as a momentum of exactly the learning rate.",
                                "sums = templates; ... sums[i] *= eta; w[i] -= sums[i]; sums = templates;",
                                "sums = new double[n]; ... w[i] -= eta * sums[i]; Arrays.fill(sums, 0);")));
    }

    private static List<Defect> momentum() {
        return List.of(
                defect(
                        "momentum-wrong-sign",
                        velocity((intended, velocity, g) -> g - momentumOf(intended) * velocity),
                        new Words(
                                "the momentum has the wrong sign",
                                "The last step is taken back in part at each step instead of being continued, so that the"
                                        + " momentum slows training down.",
                                "v[i] = -mu * v[i] - eta * g[i]; w[i] += v[i];",
                                "v[i] = mu * v[i] - eta * g[i]; w[i] += v[i];")),
                defect(
                                "momentum-without-decay",
                                velocity((intended, velocity, g) -> velocity + g),
                                new Words(
                                        "the momentum is 1 or more, the velocity never fades",
                                        "Without a factor below 1 the velocity is the sum of all gradients so far. Steps grow,"
                                                + " and the network overshoots every minimum.",
                                        "v[i] = v[i] - eta * g[i]; w[i] += v[i];",
                                        "v[i] = mu * v[i] - eta * g[i]; w[i] += v[i];"))
                        .like("update-never-reset", "the momentum is 1"),
                defect(
                                "momentum-velocity-added",
                                intended -> (parameter, gradient, state) -> {
                                    DMatrixRMaj velocity = state.memory(KEPT);
                                    double mu = momentumOf(intended);
                                    for (int i = 0; i < parameter.getNumElements(); i++) {
                                        velocity.data[i] = mu * velocity.data[i] + gradient.data[i];
                                        parameter.data[i] += intended.learningRate() * velocity.data[i];
                                    }
                                },
                                new Words(
                                        "the velocity has the wrong sign when it is applied",
                                        "Two ways of writing momentum are mixed: one keeps minus the gradient in the velocity"
                                                + " and adds, the other keeps plus the gradient and subtracts. Each step goes"
                                                + " uphill.",
                                        "v[i] = mu * v[i] + eta * g[i]; w[i] += v[i];",
                                        "v[i] = mu * v[i] + eta * g[i]; w[i] -= v[i];"))
                        .like("update-ascent", "the update has a momentum"));
    }

    private static Defect defect(String id, Change.WrongUpdate by, Words words) {
        return Defect.of(id, new Change.Update(by), words);
    }

    /** What becomes of the velocity of an entry. */
    @FunctionalInterface
    private interface Velocity {
        double next(Optimiser intended, double velocity, double gradient);
    }

    /** Momentum, whatever the optimiser, with a velocity of one's own. */
    private static Change.WrongUpdate velocity(Velocity rule) {
        return intended -> {
            UpdateStep plain =
                    intended instanceof Optimiser.Momentum ? Optimiser.sgd(intended.learningRate()) : intended;
            return (parameter, gradient, state) -> {
                DMatrixRMaj velocity = state.memory(KEPT);
                for (int i = 0; i < velocity.getNumElements(); i++) {
                    velocity.data[i] = rule.next(intended, velocity.data[i], gradient.data[i]);
                }
                plain.apply(parameter, velocity, state);
            };
        };
    }

    private static double momentumOf(Optimiser intended) {
        return intended instanceof Optimiser.Momentum momentum && momentum.momentum() > 0
                ? momentum.momentum()
                : USUAL_MOMENTUM;
    }
}
