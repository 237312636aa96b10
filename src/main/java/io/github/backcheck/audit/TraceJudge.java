package io.github.backcheck.audit;

import io.github.backcheck.audit.AuditCalls.Answers;
import io.github.backcheck.audit.AuditCalls.Call;
import io.github.backcheck.defect.Change;
import io.github.backcheck.defect.Defect;
import io.github.backcheck.mlp.ForwardPass;
import io.github.backcheck.mlp.ForwardStep;
import io.github.backcheck.mlp.ForwardStepName;
import io.github.backcheck.mlp.Mlp;
import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.Trace;
import io.github.backcheck.text.Fact;
import io.github.backcheck.text.Figures;
import java.util.ArrayList;
import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/** Judges each step of each layer on what the program's own code fed into it, as its trace tells. */
final class TraceJudge {

    private final Tolerance tolerance;
    private final Architecture architecture;
    private final AuditCalls points;
    private final List<Defect> defects;
    private final Answers<Trace> seen;

    TraceJudge(Model model, AuditCalls points, Answers<Trace> seen, List<Defect> defects) {
        this.tolerance = Tolerance.of(model);
        this.architecture = points.twin(0).architecture();
        this.points = points;
        this.defects = defects;
        this.seen = seen;
    }

    List<JudgedStep> judge() {
        List<JudgedStep> steps = new ArrayList<>();
        for (int layer = 0; layer < architecture.depth(); layer++) {
            for (ForwardStepName name : ForwardStepName.values()) {
                steps.add(judge(name, layer));
            }
        }
        return steps;
    }

    private JudgedStep judge(ForwardStepName name, int layer) {
        List<Integer> here = List.of(layer);
        List<Stage> stages = stages(name, layer, Feeding.BATCH);
        if (stages.stream().anyMatch(stage -> !stage.isFinite())) {
            return JudgedStep.unnamed(
                    name.toString(), here, new StepVerdict.NotJudged("it works on NaN or infinite numbers"));
        }
        double right = residual(stages, name.standard());
        if (tolerance.isSame(right)) {
            return JudgedStep.unnamed(name.toString(), here, new StepVerdict.Agrees(right));
        }
        Contest contest = new Contest(tolerance, right);
        for (Feeding feeding : Feeding.values()) {
            List<Stage> fed = feeding == Feeding.BATCH ? stages : stages(name, layer, feeding);
            for (Defect defect : defects) {
                if (defect.change() instanceof Change.Forward change
                        && change.step() == name
                        && defect.fits(architecture, layer)) {
                    contest.enter(List.of(new Suspect(defect, here)), residual(fed, change.by()));
                }
            }
            if (contest.isDecided()) {
                List<Suspect> suspects =
                        contest.accepted().stream().map(list -> list.get(0)).toList();
                return new JudgedStep(name.toString(), here, contest.verdict(suspects), suspects);
            }
        }
        return JudgedStep.unnamed(
                name.toString(),
                here,
                tolerance.isMild(right) ? new StepVerdict.Agrees(right) : unknown(stages, name, right));
    }

    private static double residual(List<Stage> stages, ForwardStep step) {
        double largest = 0;
        for (Stage stage : stages) {
            largest = Math.max(largest, stage.residual(step));
        }
        return largest;
    }

    private StepVerdict unknown(List<Stage> stages, ForwardStepName name, double residual) {
        Stage worst = stages.get(0);
        for (Stage stage : stages) {
            worst = stage.residual(name.standard()) > worst.residual(name.standard()) ? stage : worst;
        }
        DMatrixRMaj expected = worst.replay(name.standard());
        int entry = Residuals.worst(worst.seen, expected);
        double factor = Residuals.factor(worst.seen, expected, tolerance.mild());
        for (Stage stage : stages) {
            double other = Residuals.factor(stage.seen, stage.replay(name.standard()), tolerance.mild());
            factor = Residuals.of(other, factor, 0) <= tolerance.mild() ? factor : Double.NaN;
        }
        return new StepVerdict.Unknown(
                residual,
                Double.isNaN(factor)
                        ? "the result is not what this step makes of what it was given"
                        : "the result is " + Figures.precise(factor) + " times what it should be",
                List.of(
                        new Fact(
                                "furthest off",
                                "unit " + entry % expected.numCols + ", sample " + entry / expected.numCols + " of "
                                        + Figures.count(expected.numRows, "sample") + ", " + worst.call.where()),
                        new Fact("seen", Figures.precise(worst.seen.data[entry])),
                        new Fact("expected", Figures.precise(expected.data[entry]))));
    }

    /** Every call whose call before is known to have left buffers of the same size. */
    private List<Stage> stages(ForwardStepName name, int layer, Feeding feeding) {
        List<Stage> stages = new ArrayList<>();
        for (int i = 1; i < seen.calls.size(); i++) {
            Call call = seen.calls.get(i);
            int before = seen.calls.get(i - 1).batch.size();
            if (feeding == Feeding.SAMPLE_BY_SAMPLE) {
                for (int sample = 0; sample < call.batch.size(); sample++) {
                    Row row = new Row(call, seen.answers.get(i), sample);
                    Row previous = sample == 0
                            ? new Row(seen.calls.get(i - 1), seen.answers.get(i - 1), before - 1)
                            : new Row(call, seen.answers.get(i), sample - 1);
                    stages.add(new Stage(name, layer, row, previous));
                }
            } else if (before == call.batch.size()) {
                stages.add(new Stage(
                        name,
                        layer,
                        new Row(call, seen.answers.get(i), -1),
                        new Row(seen.calls.get(i - 1), seen.answers.get(i - 1), -1)));
            }
        }
        return stages;
    }

    /** One sample of a call, or with the number -1 all of them. */
    private record Row(Call call, Trace trace, int sample) {

        DMatrixRMaj inputs() {
            DMatrixRMaj all = call.batch.inputMatrix();
            return sample < 0 ? all : CommonOps_DDRM.extractRow(all, sample, null);
        }

        DMatrixRMaj z(int layer) {
            return matrix(layer, (n, unit) -> trace.preActivation(layer, n, unit));
        }

        DMatrixRMaj a(int layer) {
            return matrix(layer, (n, unit) -> trace.activation(layer, n, unit));
        }

        private DMatrixRMaj matrix(int layer, Entry entry) {
            int rows = sample < 0 ? call.batch.size() : 1;
            DMatrixRMaj matrix = new DMatrixRMaj(rows, trace.units(layer));
            for (int n = 0; n < rows; n++) {
                for (int unit = 0; unit < matrix.numCols; unit++) {
                    matrix.set(n, unit, entry.at(Math.max(n, sample), unit));
                }
            }
            return matrix;
        }

        private interface Entry {
            double at(int sample, int unit);
        }
    }

    /** The largest sum of magnitudes that went into a pre-activation: rounding is relative to that, not to the result. */
    private static double sizeOf(ForwardPass pass, int layer) {
        Mlp network = pass.network();
        DMatrixRMaj inputs = pass.layerInputs(layer);
        double largest = 0;
        for (int sample = 0; sample < inputs.numRows; sample++) {
            for (int unit = 0; unit < network.weights(layer).numRows; unit++) {
                double sum = Math.abs(network.biases(layer).get(unit));
                for (int input = 0; input < inputs.numCols; input++) {
                    sum += Math.abs(network.weights(layer).get(unit, input) * inputs.get(sample, input));
                }
                largest = Math.max(largest, sum);
            }
        }
        return largest;
    }

    /** A step about to be taken on what the program computed. */
    private final class Stage {
        private final Call call;
        private final ForwardStepName name;
        private final int layer;
        private final DMatrixRMaj seen;
        private final DMatrixRMaj before;
        private final ForwardPass pass;
        private final double size;

        Stage(ForwardStepName name, int layer, Row row, Row previous) {
            this.call = row.call();
            this.name = name;
            this.layer = layer;
            this.pass = points.twin(call.point).forward(row.inputs());
            for (int below = 0; below < layer; below++) {
                pass.preActivations(below).setTo(row.z(below));
                pass.activations(below).setTo(row.a(below));
            }
            boolean linear = name == ForwardStepName.PRE_ACTIVATION;
            if (!linear) {
                pass.preActivations(layer).setTo(row.z(layer));
            }
            this.seen = linear ? row.z(layer) : row.a(layer);
            this.before = linear ? previous.z(layer) : previous.a(layer);
            this.size = linear ? sizeOf(pass, layer) : 0;
        }

        boolean isFinite() {
            boolean below = Residuals.isFinite(pass.layerInputs(layer));
            return below
                    && Residuals.isFinite(seen)
                    && Residuals.isFinite(before)
                    && (name == ForwardStepName.PRE_ACTIVATION || Residuals.isFinite(pass.preActivations(layer)));
        }

        DMatrixRMaj replay(ForwardStep step) {
            DMatrixRMaj written =
                    name == ForwardStepName.PRE_ACTIVATION ? pass.preActivations(layer) : pass.activations(layer);
            written.setTo(before);
            step.apply(pass, layer);
            return written.copy();
        }

        double residual(ForwardStep step) {
            return Residuals.of(seen, replay(step), size);
        }
    }
}
