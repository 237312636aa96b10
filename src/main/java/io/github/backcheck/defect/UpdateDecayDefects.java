package io.github.backcheck.defect;

import static io.github.backcheck.defect.Fits.PENALISED;

import io.github.backcheck.model.Parameter.Role;
import java.util.List;
import org.ejml.dense.row.CommonOps_DDRM;

/** Defects of a weight decay: one that is wrong, and one that nobody asked for. */
final class UpdateDecayDefects {

    private static final double USUAL_DECAY = 0.01;

    private UpdateDecayDefects() {}

    static List<Defect> all() {
        return List.of(
                defect(
                        "decay-wrong-sign",
                        decaying(1),
                        new Words(
                                "the weight decay has the wrong sign, parameters grow by a share of themselves at each step",
                                "Every step multiplies the parameters by a factor above 1. They grow without end, fastest"
                                        + " where there is no gradient.",
                                "w[i][j] -= eta * (dW[i][j] - lambda * w[i][j]);",
                                "w[i][j] -= eta * (dW[i][j] + lambda * w[i][j]);")),
                defect(
                        "decay-not-asked-for",
                        decaying(-1),
                        new Words(
                                "parameters shrink by a share of themselves at each step, and no decay was asked for",
                                "A penalty or a decay is left over in the update. The weights are drawn to 0 whatever the data"
                                        + " say.",
                                "w[i][j] -= eta * (dW[i][j] + lambda * w[i][j]);",
                                "w[i][j] -= eta * dW[i][j];")),
                defect(
                                "decay-twice",
                                intended -> (parameter, gradient, state) -> {
                                    double l2 = state.pass()
                                            .network()
                                            .architecture()
                                            .l2();
                                    if (state.role() == Role.WEIGHTS) {
                                        CommonOps_DDRM.scale(1 - intended.learningRate() * l2, parameter);
                                    }
                                    intended.apply(parameter, gradient, state);
                                },
                                new Words(
                                        "the penalty is applied twice, in the gradient and once more in the update",
                                        "The gradient holds lambda times the weight already. The network is drawn to 0 twice as hard as"
                                                + " its loss says.",
                                        "dW[i][j] += lambda * w[i][j]; ... w[i][j] -= eta * (dW[i][j] + lambda * w[i][j]);",
                                        "dW[i][j] += lambda * w[i][j]; ... w[i][j] -= eta * dW[i][j];"))
                        .where(PENALISED));
    }

    private static Defect defect(String id, Change.WrongUpdate by, Words words) {
        return Defect.of(id, new Change.Update(by), words);
    }

    private static Change.WrongUpdate decaying(int sign) {
        return intended -> (parameter, gradient, state) -> {
            CommonOps_DDRM.scale(1 + sign * intended.learningRate() * USUAL_DECAY, parameter);
            intended.apply(parameter, gradient, state);
        };
    }
}
