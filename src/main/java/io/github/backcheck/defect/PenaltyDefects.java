package io.github.backcheck.defect;

import static io.github.backcheck.defect.Fits.LAMBDA_NOT_ONE;
import static io.github.backcheck.defect.Fits.PENALISED;
import static io.github.backcheck.defect.Steps.weights;

import io.github.backcheck.mlp.BackwardPass;
import io.github.backcheck.mlp.BackwardStep;
import io.github.backcheck.mlp.BackwardStepName;
import java.util.List;
import java.util.stream.Stream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.NormOps_DDRM;

/** Defects of the penalty's part of the gradient, lambda W. */
final class PenaltyDefects {

    private static final String RIGHT = "dW[i][j] += lambda * w[i][j];";

    private PenaltyDefects() {}

    static List<Defect> all() {
        return Stream.of(
                        defect(
                                "penalty-missing",
                                adding((w, lambda, pass) -> 0),
                                new Words(
                                        "the penalty is missing from the gradient",
                                        "The loss has a penalty that nothing descends.",
                                        "dW[i][j] = sum / samples;",
                                        "dW[i][j] = sum / samples + lambda * w[i][j];")),
                        defect(
                                "penalty-subtracted",
                                adding((w, lambda, pass) -> -lambda * w),
                                new Words(
                                        "the penalty is subtracted: weights are driven away from 0",
                                        "The minus sign of the update is applied twice. Large weights grow.",
                                        "dW[i][j] -= lambda * w[i][j];",
                                        RIGHT)),
                        defect(
                                "penalty-doubled",
                                adding((w, lambda, pass) -> 2 * lambda * w),
                                new Words(
                                        "the penalty's gradient is twice as large as it should be: 2 lambda W",
                                        "The derivative of lambda w^2 is used, the loss has lambda / 2 w^2.",
                                        "dW[i][j] += 2 * lambda * w[i][j];",
                                        RIGHT)),
                        defect(
                                        "penalty-halved",
                                        adding((w, lambda, pass) -> lambda / 2 * w),
                                        new Words(
                                                "the penalty's gradient is half as large as it should be: lambda / 2 W",
                                                "The 1/2 of the loss is kept although the derivative of the square cancels it.",
                                                "dW[i][j] += lambda / 2 * w[i][j];",
                                                RIGHT))
                                .like("penalty-lambda-squared", "lambda is 0.5")
                                .like("penalty-averaged", "the batch has two samples"),
                        defect(
                                "penalty-on-biases",
                                (pass, layer) -> {
                                    BackwardStepName.PENALTY.standard().apply(pass, layer);
                                    CommonOps_DDRM.addEquals(
                                            pass.gradient(layer).biases(),
                                            lambda(pass),
                                            pass.network().biases(layer));
                                },
                                new Words(
                                        "the penalty is applied to the biases too",
                                        "The loop goes over all parameters instead of the weights. It rarely does harm.",
                                        "for (Parameter p : all) p.gradient += lambda * p.value;",
                                        "for (Parameter p : weightsOnly) p.gradient += lambda * p.value;")),
                        defect(
                                "penalty-averaged",
                                adding((w, lambda, pass) -> lambda / pass.samples() * w),
                                new Words(
                                        "the penalty's gradient is divided by the number of samples",
                                        "It is added before the sum over the batch is divided. The penalty then depends on the size of the batch.",
                                        "dW[i][j] = (sum + lambda * w[i][j]) / samples;",
                                        "dW[i][j] = sum / samples + lambda * w[i][j];")),
                        defect(
                                        "penalty-added-for-each-sample",
                                        adding((w, lambda, pass) -> lambda * pass.samples() * w),
                                        new Words(
                                                "the penalty's gradient is added once for each sample",
                                                "It stands inside the loop over the samples.",
                                                "for (Sample s : batch) dW[i][j] += gradient(s) + lambda * w[i][j];",
                                                "for (Sample s : batch) dW[i][j] += gradient(s); dW[i][j] += lambda * w[i][j];"))
                                .like("penalty-doubled", "the batch has two samples"),
                        defect(
                                "penalty-sign-of-weights",
                                adding((w, lambda, pass) -> lambda * Math.signum(w)),
                                new Words(
                                        "the sign of the weights is added instead of the weights: the gradient of an L1 penalty",
                                        "L1 and L2 are exchanged.",
                                        "dW[i][j] += lambda * Math.signum(w[i][j]);",
                                        RIGHT)),
                        defect(
                                "penalty-weights-squared",
                                adding((w, lambda, pass) -> lambda * w * w),
                                new Words(
                                        "the squares of the weights are added instead of the weights",
                                        "The penalty itself is added in place of its derivative. Negative weights are driven away from 0.",
                                        "dW[i][j] += lambda * w[i][j] * w[i][j];",
                                        RIGHT)),
                        defect(
                                        "penalty-lambda-squared",
                                        adding((w, lambda, pass) -> lambda * lambda * w),
                                        new Words(
                                                "lambda is applied twice: lambda^2 W",
                                                "The weights are scaled by lambda in one place and the penalty in another.",
                                                "dW[i][j] += lambda * lambda * w[i][j];",
                                                RIGHT))
                                .where(LAMBDA_NOT_ONE),
                        defect(
                                        "penalty-without-lambda",
                                        adding((w, lambda, pass) -> w),
                                        new Words(
                                                "lambda is missing from the penalty's gradient: W is added as it is",
                                                "The penalty rules over the data.",
                                                "dW[i][j] += w[i][j];",
                                                RIGHT))
                                .where(LAMBDA_NOT_ONE),
                        defect(
                                "penalty-without-weights",
                                adding((w, lambda, pass) -> lambda),
                                new Words(
                                        "lambda is added as it is, without the weight",
                                        "Every weight is driven down at the same speed.",
                                        "dW[i][j] += lambda;",
                                        RIGHT)),
                        defect(
                                "penalty-of-norm",
                                (pass, layer) -> {
                                    double norm = NormOps_DDRM.normF(weights(pass, layer));
                                    adding((w, lambda, sameBatch) -> norm == 0 ? 0 : lambda * w / norm)
                                            .apply(pass, layer);
                                },
                                new Words(
                                        "the derivative of the norm is added instead of half its square: lambda W / |W|",
                                        "A square root has slipped into the penalty.",
                                        "dW[i][j] += lambda * w[i][j] / norm(w);",
                                        RIGHT)),
                        defect(
                                "penalty-scales-gradient",
                                (pass, layer) -> {
                                    double lambda = lambda(pass);
                                    Steps.map(pass.gradient(layer).weights(), value -> value * (1 + lambda));
                                },
                                new Words(
                                        "the gradient is multiplied by 1 + lambda instead of adding lambda W",
                                        "The wrong array stands on the right. The weights are not penalised at all.",
                                        "dW[i][j] += lambda * dW[i][j];",
                                        RIGHT)),
                        defect(
                                "penalty-replaces-gradient",
                                (pass, layer) -> {
                                    DMatrixRMaj w = weights(pass, layer);
                                    double lambda = lambda(pass);
                                    Steps.fill(
                                            pass.gradient(layer).weights(),
                                            (unit, input) -> lambda * w.get(unit, input));
                                },
                                new Words(
                                        "the penalty's gradient overwrites that of the data",
                                        "It is assigned instead of added: the weights only shrink, whatever the data.",
                                        "dW[i][j] = lambda * w[i][j];",
                                        RIGHT)))
                .map(defect -> defect.where(PENALISED))
                .toList();
    }

    private static Defect defect(String id, BackwardStep by, Words words) {
        return Defect.of(id, new Change.Backward(BackwardStepName.PENALTY, by), words);
    }

    /** What is added to the gradient of a weight. */
    private interface Term {
        double of(double w, double lambda, BackwardPass pass);
    }

    private static BackwardStep adding(Term term) {
        return (pass, layer) -> {
            DMatrixRMaj dW = pass.gradient(layer).weights();
            DMatrixRMaj w = weights(pass, layer);
            double lambda = lambda(pass);
            Steps.fill(dW, (unit, input) -> dW.get(unit, input) + term.of(w.get(unit, input), lambda, pass));
        };
    }

    private static double lambda(BackwardPass pass) {
        return pass.network().architecture().l2();
    }
}
