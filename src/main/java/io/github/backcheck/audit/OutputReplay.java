package io.github.backcheck.audit;

import io.github.backcheck.audit.AuditCalls.Answers;
import io.github.backcheck.audit.AuditCalls.Call;
import io.github.backcheck.mlp.ForwardPass;
import io.github.backcheck.mlp.ForwardPropagation;
import io.github.backcheck.mlp.Mlp;
import io.github.backcheck.model.Batch;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/** Repeats on the twin, with other plans, what a network was asked, and compares outputs. */
final class OutputReplay {

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
