package io.github.backcheck.audit;

import io.github.backcheck.audit.AuditCalls.Answers;
import io.github.backcheck.audit.AuditCalls.Call;
import io.github.backcheck.mlp.ForwardPass;
import io.github.backcheck.mlp.ForwardPropagation;
import io.github.backcheck.mlp.Initialiser;
import io.github.backcheck.mlp.Mlp;
import io.github.backcheck.model.Batch;
import java.util.Arrays;
import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/** Repeats on the twin, with other plans, what a network was asked, and compares outputs. */
final class OutputReplay {

    /** How often a plan is tried with weights that have nothing to do with the network. */
    private static final int OTHER_WEIGHTS = 3;

    private final AuditCalls points;
    private final Answers<DMatrixRMaj> seen;
    private final Mlp twin;

    OutputReplay(AuditCalls points, Answers<DMatrixRMaj> seen, Mlp twin) {
        this.points = points;
        this.seen = seen;
        this.twin = twin;
    }

    /**
     * The largest residual over all calls.
     *
     * @param enough residuals above this need not be known exactly: the replay may stop there
     */
    double residual(ForwardPropagation plan, Feeding feeding, double enough) {
        ForwardPass pass = new ForwardPass(twin, 1, plan);
        double largest = 0;
        for (int i = 0; i < seen.calls.size() && largest <= enough; i++) {
            Call call = seen.calls.get(i);
            load(twin, points.twin(call.point));
            DMatrixRMaj expected = outputs(pass, call.batch, feeding);
            largest = Math.max(largest, Residuals.of(seen.answers.get(i), expected, 0));
        }
        return largest;
    }

    /**
     * Whether a plan that reproduces the outputs tells little: an output that was the same in all calls is reproduced, but
     * with other weights the plan makes it vary. A saturated or dead output fits almost anything.
     */
    boolean isCoincidence(ForwardPropagation plan, double tolerance) {
        boolean[] constant = new boolean[seen.answers.get(0).numCols];
        Arrays.fill(constant, true);
        rejectVarying(constant, seen.answers, tolerance);
        boolean[] constantElsewhere = constant.clone();
        for (long seed = 1; seed <= OTHER_WEIGHTS; seed++) {
            Mlp other = Mlp.of(twin.architecture(), Initialiser.xavier(), seed);
            ForwardPass pass = new ForwardPass(other, 1, plan);
            DMatrixRMaj outputs = outputs(pass, seen.calls.get(0).batch, Feeding.BATCH);
            rejectVarying(constantElsewhere, List.of(outputs), tolerance);
        }
        return !Arrays.equals(constant, constantElsewhere);
    }

    private static void rejectVarying(boolean[] constant, List<DMatrixRMaj> outputs, double tolerance) {
        for (int column = 0; column < constant.length; column++) {
            double first = outputs.get(0).get(0, column);
            for (DMatrixRMaj matrix : outputs) {
                for (int row = 0; row < matrix.numRows; row++) {
                    constant[column] &= Residuals.of(matrix.get(row, column), first, 0) <= tolerance;
                }
            }
        }
    }

    /** The right outputs of a call. */
    DMatrixRMaj right(int call) {
        return points.twin(seen.calls.get(call).point)
                .forward(seen.calls.get(call).batch.inputMatrix())
                .outputs();
    }

    static void load(Mlp into, Mlp from) {
        for (int layer = 0; layer < from.architecture().depth(); layer++) {
            into.weights(layer).setTo(from.weights(layer));
            into.biases(layer).setTo(from.biases(layer));
        }
    }

    private static DMatrixRMaj outputs(ForwardPass pass, Batch batch, Feeding feeding) {
        DMatrixRMaj inputs = batch.inputMatrix();
        if (feeding == Feeding.BATCH) {
            pass.run(inputs);
            return pass.outputs().copy();
        }
        DMatrixRMaj outputs = new DMatrixRMaj(batch.size(), batch.outputCount());
        for (int sample = 0; sample < batch.size(); sample++) {
            pass.run(CommonOps_DDRM.extractRow(inputs, sample, null));
            CommonOps_DDRM.insert(pass.outputs(), outputs, sample, 0);
        }
        return outputs;
    }
}
