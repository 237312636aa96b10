package io.github.backcheck.audit;

import io.github.backcheck.audit.AuditCalls.Answers;
import io.github.backcheck.audit.AuditCalls.Call;
import io.github.backcheck.defect.Change;
import io.github.backcheck.defect.Defect;
import io.github.backcheck.mlp.BatchLoss;
import io.github.backcheck.mlp.ForwardPass;
import io.github.backcheck.mlp.ForwardPropagation;
import io.github.backcheck.mlp.Mlp;
import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Loss;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.Parameter;
import io.github.backcheck.text.Fact;
import io.github.backcheck.text.Figures;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;

/** Judges the loss that a network reports against that of its architecture at the network's own outputs. */
final class LossJudge {

    private static final String LOSS = "loss";

    /** Losses below this are compared as if they were this large: the logarithm of a probability near 1 is rounded so far. */
    private static final double SMALLEST = 1e-6;

    /** How many roundings of an output count. */
    private static final double ROUNDINGS = 16;

    /** The largest number that is taken to be inside a logarithm for the sake of a finite loss. */
    private static final double LARGEST_OFFSET = 1.001e-6;

    /** What a network said about one batch. */
    static final class Answer {
        private final DMatrixRMaj outputs;
        private final double loss;

        Answer(DMatrixRMaj outputs, double loss) {
            this.outputs = outputs;
            this.loss = loss;
        }
    }

    private final Tolerance tolerance;
    private final double unitRoundOff;
    private final Architecture architecture;
    private final AuditCalls points;
    private final Answers<Answer> seen;
    private final List<Defect> defects;
    private final List<List<ForwardPass>> views = new ArrayList<>();

    /** The forward pass is repeated by a plan, if there is one that reproduces it; and made up from the outputs alone. */
    LossJudge(
            Model model,
            AuditCalls points,
            Answers<Answer> seen,
            Optional<ForwardPropagation> plan,
            List<Defect> defects) {
        this.tolerance = Tolerance.of(model);
        this.unitRoundOff = model.parameters().stream()
                .map(Parameter::precision)
                .mapToDouble(precision -> precision.unitRoundOff())
                .max()
                .orElse(0);
        this.architecture = points.twin(0).architecture();
        this.points = points;
        this.seen = seen;
        this.defects = defects;
        plan.ifPresent(known -> views.add(replayed(known)));
        views.add(fromOutputs());
    }

    JudgedStep judge() {
        for (int i = 0; i < seen.calls.size(); i++) {
            if (!Double.isFinite(seen.answers.get(i).loss) || !Residuals.isFinite(seen.answers.get(i).outputs)) {
                return unnamed(new StepVerdict.NotJudged("loss or outputs are NaN or infinite "
                        + seen.calls.get(i).where()));
            }
        }
        if (Residuals.of(seen.answers.get(0).outputs, seen.answers.get(1).outputs, 0) > tolerance.mild()) {
            return unnamed(new StepVerdict.NotJudged("the same inputs give other outputs in a second call"));
        }
        double right = Math.min(residual(BatchLoss.standard()), residual(this::ofOutputs));
        if (tolerance.isSame(right)) {
            return unnamed(new StepVerdict.Agrees(right));
        }
        Contest contest = new Contest(tolerance, right);
        int last = architecture.depth() - 1;
        for (Defect defect : defects) {
            if (defect.change() instanceof Change.Loss change && defect.fits(architecture, last)) {
                contest.enter(List.of(new Suspect(defect, List.of(last))), residual(change.by()));
            }
        }
        if (contest.isDecided()) {
            List<Suspect> suspects =
                    contest.accepted().stream().map(list -> list.get(0)).toList();
            return new JudgedStep(LOSS, List.of(), contest.verdict(suspects), suspects);
        }
        return unnamed(
                tolerance.isMild(right) || hasSmallNumberInLogarithm()
                        ? new StepVerdict.Agrees(right)
                        : unknown(right));
    }

    private static JudgedStep unnamed(StepVerdict verdict) {
        return JudgedStep.unnamed(LOSS, List.of(), verdict);
    }

    /** The same way of looking at the forward pass must do for all calls. */
    private double residual(BatchLoss loss) {
        double smallest = Double.POSITIVE_INFINITY;
        for (List<ForwardPass> view : views) {
            double largest = 0;
            for (int i = 0; i < seen.calls.size(); i++) {
                largest = Math.max(largest, residual(i, loss.of(view.get(i), targets(i))));
            }
            smallest = Math.min(smallest, largest);
        }
        return smallest;
    }

    /** Up to what the rounding of an output can do to a logarithm. */
    private double residual(int call, double expected) {
        double loss = seen.answers.get(call).loss;
        double gap = Math.abs(loss - expected) - rounding(call);
        // A replay that is not finite is infinitely far off.
        return gap <= 0 ? 0 : Double.isFinite(gap) ? gap / size(loss, expected) : Double.POSITIVE_INFINITY;
    }

    private static double size(double seen, double expected) {
        return Math.max(SMALLEST, Math.max(Math.abs(seen), Math.abs(expected)));
    }

    private double rounding(int call) {
        DMatrixRMaj a = seen.answers.get(call).outputs;
        DMatrixRMaj y = targets(call);
        double sum = 0;
        for (int i = 0; i < a.getNumElements(); i++) {
            double error = architecture.loss().sensitivity(a.data[i], y.data[i], a.numCols) * Math.abs(a.data[i]);
            sum += Double.isFinite(error) ? error : 0;
        }
        return ROUNDINGS * unitRoundOff * sum * architecture.reduction().factor(a.numRows);
    }

    private DMatrixRMaj targets(int call) {
        return seen.calls.get(call).batch.targetMatrix();
    }

    private double ofOutputs(ForwardPass pass, DMatrixRMaj targets) {
        return ofActivations(pass, targets, a -> a);
    }

    private double ofActivations(ForwardPass pass, DMatrixRMaj targets, DoubleUnaryOperator changed) {
        DMatrixRMaj a = pass.outputs().copy();
        for (int i = 0; i < a.getNumElements(); i++) {
            a.data[i] = changed.applyAsDouble(a.data[i]);
        }
        double sum = 0;
        for (int sample = 0; sample < a.numRows; sample++) {
            sum += architecture.loss().ofOutputs(a.data, targets.data, sample * a.numCols, a.numCols);
        }
        return sum * architecture.reduction().factor(a.numRows) + penalty(pass);
    }

    private double penalty(ForwardPass pass) {
        double squares = 0;
        for (int layer = 0; layer < architecture.depth(); layer++) {
            for (double weight : pass.network().weights(layer).data) {
                squares += weight * weight;
            }
        }
        return architecture.l2() / 2 * squares;
    }

    /** Whether all losses lie between the right one and one whose probabilities are kept from 0 by a small number. */
    private boolean hasSmallNumberInLogarithm() {
        if (architecture.loss().requiredHead().isEmpty()) {
            return false;
        }
        boolean binary = architecture.loss() == Loss.BINARY_CROSS_ENTROPY;
        List<ForwardPass> view = views.get(views.size() - 1);
        for (int i = 0; i < seen.calls.size(); i++) {
            double loss = seen.answers.get(i).loss;
            double right = view.get(i).network().loss(view.get(i), targets(i));
            double lowest = ofActivations(view.get(i), targets(i), a -> binary ? towardsHalf(a) : a + LARGEST_OFFSET);
            double allowed = rounding(i) + tolerance.same() * size(loss, right);
            double between = Math.max(Math.min(right, lowest) - loss, loss - Math.max(right, lowest));
            if (!(between <= allowed)) {
                return false;
            }
        }
        return true;
    }

    private static double towardsHalf(double a) {
        return a < 0.5 ? a + LARGEST_OFFSET : a - LARGEST_OFFSET;
    }

    private List<ForwardPass> replayed(ForwardPropagation plan) {
        return seen.calls.stream()
                .map(call -> {
                    ForwardPass pass = new ForwardPass(points.twin(call.point), call.batch.size(), plan);
                    pass.run(call.batch.inputMatrix());
                    return pass;
                })
                .toList();
    }

    private List<ForwardPass> fromOutputs() {
        List<ForwardPass> passes = new ArrayList<>();
        for (int i = 0; i < seen.calls.size(); i++) {
            Call call = seen.calls.get(i);
            Mlp twin = points.twin(call.point);
            ForwardPass pass = twin.forward(call.batch.inputMatrix());
            DMatrixRMaj outputs = seen.answers.get(i).outputs;
            pass.outputs().setTo(outputs);
            if (architecture.loss().requiredHead().isPresent()) {
                boolean binary = architecture.loss() == Loss.BINARY_CROSS_ENTROPY;
                DMatrixRMaj z = pass.preActivations(architecture.depth() - 1);
                for (int k = 0; k < outputs.getNumElements(); k++) {
                    double a = outputs.data[k];
                    z.data[k] = binary ? Math.log(a) - Math.log1p(-a) : Math.log(a);
                }
            }
            passes.add(pass);
        }
        return passes;
    }

    private StepVerdict unknown(double residual) {
        List<ForwardPass> view = views.get(0);
        double[] expected = new double[seen.calls.size()];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = view.get(i).network().loss(view.get(i), targets(i));
        }
        double factor = seen.answers.get(0).loss / expected[0];
        double spread = 0;
        for (int i = 0; i < expected.length; i++) {
            spread = Math.max(spread, residual(i, factor * expected[i]));
        }
        int worst = IntStream.range(0, expected.length)
                .boxed()
                .max(Comparator.comparingDouble(i -> residual(i, expected[i])))
                .orElse(0);
        Call call = seen.calls.get(worst);
        return new StepVerdict.Unknown(
                residual,
                tolerance.isSame(spread)
                        ? "the loss is " + Figures.precise(factor) + " times that of the architecture"
                        : "the loss is not that of the architecture at the network's own outputs",
                List.of(
                        new Fact(
                                "furthest off",
                                "a batch of " + Figures.count(call.batch.size(), "sample") + ", " + call.where()),
                        new Fact("seen", Figures.precise(seen.answers.get(worst).loss)),
                        new Fact("expected", Figures.precise(expected[worst]))));
    }
}
