package io.github.backcheck.audit;

import io.github.backcheck.audit.AuditCalls.Answers;
import io.github.backcheck.audit.AuditCalls.Call;
import io.github.backcheck.defect.Change;
import io.github.backcheck.defect.Defect;
import io.github.backcheck.mlp.ForwardPropagation;
import io.github.backcheck.mlp.Mlp;
import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Model;
import io.github.backcheck.text.Fact;
import io.github.backcheck.text.Figures;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;

/**
 * Judges a forward pass by its outputs alone: the right plan first, then each defect in each layer, in all layers, and pairs
 * of them where that is cheap.
 */
final class OutputJudge {

    private static final String OUTPUTS = "outputs";

    /** Weights to be multiplied in search of pairs, at most. */
    private static final double CHEAP = 2e8;

    private final Tolerance tolerance;
    private final Architecture architecture;
    private final List<Defect> defects;
    private final Answers<DMatrixRMaj> seen;
    private final OutputReplay replay;

    OutputJudge(Model model, AuditCalls calls, Answers<DMatrixRMaj> seen, List<Defect> defects) {
        this.tolerance = Tolerance.of(model);
        this.architecture = calls.twin(0).architecture();
        this.defects = defects;
        this.seen = seen;
        this.replay = new OutputReplay(calls, seen, Mlp.twin(model));
    }

    /** How far a plan is from the program's outputs. */
    boolean isReproducedBy(ForwardPropagation plan) {
        double residual = replay.residual(plan, Feeding.BATCH, tolerance.mild());
        return tolerance.isSame(residual) || (tolerance.isMild(residual) && plan == ForwardPropagation.standard());
    }

    /** One step that stands for all, or the steps that were found to be wrong. */
    List<JudgedStep> judge() {
        Optional<String> notFinite = notFinite();
        if (notFinite.isPresent()) {
            return List.of(unnamed(new StepVerdict.NotJudged(notFinite.get())));
        }
        double right = replay.residual(ForwardPropagation.standard(), Feeding.BATCH, Double.POSITIVE_INFINITY);
        if (tolerance.isSame(right)) {
            return List.of(unnamed(new StepVerdict.Agrees(right)));
        }
        Contest contest = new Contest(tolerance, right);
        for (Feeding feeding : Feeding.values()) {
            List<Suspect> single = everySuspect();
            enterEach(single, feeding, contest);
            if (!contest.isDecided()) {
                enterEach(everywhere(), feeding, contest);
            }
            if (!contest.isDecided() && feeding == Feeding.BATCH) {
                enterPairs(single, contest);
            }
            if (contest.isDecided()) {
                return named(contest);
            }
        }
        return List.of(unnamed(tolerance.isMild(right) ? new StepVerdict.Agrees(right) : unknown(right)));
    }

    private void enterEach(List<Suspect> suspects, Feeding feeding, Contest contest) {
        for (Suspect suspect : suspects) {
            List<Suspect> alone = List.of(suspect);
            enter(alone, feeding, contest);
        }
    }

    private void enter(List<Suspect> suspects, Feeding feeding, Contest contest) {
        ForwardPropagation plan = plan(suspects);
        double residual = replay.residual(plan, feeding, contest.enough());
        if (!tolerance.isSame(residual) || !replay.isCoincidence(plan, tolerance.mild())) {
            contest.enter(suspects, residual);
        }
    }

    private void enterPairs(List<Suspect> single, Contest contest) {
        double weights = architecture.layers().stream()
                .mapToDouble(layer -> layer.units() * (double) layer.inputs())
                .sum();
        double samples = seen.calls.get(0).batch.size();
        if (weights * samples * single.size() * single.size() / 2 > CHEAP) {
            return;
        }
        for (int i = 0; i < single.size(); i++) {
            for (int j = i + 1; j < single.size(); j++) {
                List<Suspect> pair = List.of(single.get(i), single.get(j));
                if (!samePlace(pair)) {
                    enter(pair, Feeding.BATCH, contest);
                }
            }
        }
    }

    private static boolean samePlace(List<Suspect> pair) {
        return stepName(pair.get(0)).equals(stepName(pair.get(1)))
                && pair.get(0).layers().equals(pair.get(1).layers());
    }

    private static String stepName(Suspect suspect) {
        return suspect.defect().change().stepName();
    }

    /** A single defect may fit in several places, and so may each of a pair beside the other: all are reported. */
    private static List<JudgedStep> named(Contest contest) {
        List<Suspect> first = contest.accepted().get(0);
        List<JudgedStep> steps = new ArrayList<>();
        for (int place = 0; place < first.size(); place++) {
            Set<Suspect> suspects = new LinkedHashSet<>(List.of(first.get(place)));
            for (List<Suspect> other : contest.accepted()) {
                List<Suspect> rest = new ArrayList<>(other);
                for (int beside = 0; beside < first.size(); beside++) {
                    if (beside != place) {
                        rest.remove(first.get(beside));
                    }
                }
                if (rest.size() == 1) {
                    suspects.add(rest.get(0));
                }
            }
            steps.add(named(List.copyOf(suspects), contest));
        }
        steps.sort(Comparator.comparing(step -> step.layers().get(0)));
        return List.copyOf(steps);
    }

    private static JudgedStep named(List<Suspect> suspects, Contest contest) {
        return new JudgedStep(stepName(suspects.get(0)), suspects.get(0).layers(), contest.verdict(suspects), suspects);
    }

    /** Each defect in each layer that it fits, the likeliest of both steps first. */
    private List<Suspect> everySuspect() {
        List<Suspect> suspects = new ArrayList<>();
        for (Defect defect : likeliestFirst()) {
            for (int layer : layers(defect)) {
                suspects.add(new Suspect(defect, List.of(layer)));
            }
        }
        return suspects;
    }

    /** The first of each step, then the second of each, and so on. */
    private List<Defect> likeliestFirst() {
        Map<String, Integer> counts = new HashMap<>();
        Map<Defect, Integer> ranks = new LinkedHashMap<>();
        defects.forEach(defect -> ranks.put(defect, counts.merge(defect.change().stepName(), 1, Integer::sum)));
        return defects.stream().sorted(Comparator.comparing(ranks::get)).toList();
    }

    private List<Suspect> everywhere() {
        return likeliestFirst().stream()
                .filter(defect -> layers(defect).size() > 1)
                .map(defect -> new Suspect(defect, layers(defect)))
                .toList();
    }

    private List<Integer> layers(Defect defect) {
        return defect.change() instanceof Change.Forward
                ? IntStream.range(0, architecture.depth())
                        .filter(layer -> defect.fits(architecture, layer))
                        .boxed()
                        .toList()
                : List.of();
    }

    /** The forward pass with some defects. */
    static ForwardPropagation plan(List<Suspect> suspects) {
        ForwardPropagation plan = ForwardPropagation.standard();
        for (Suspect suspect : suspects) {
            if (suspect.defect().change() instanceof Change.Forward change) {
                for (int layer : suspect.layers()) {
                    plan = plan.replacing(change.step(), layer, change.by());
                }
            }
        }
        return plan;
    }

    private JudgedStep unnamed(StepVerdict verdict) {
        return JudgedStep.unnamed(
                OUTPUTS, IntStream.range(0, architecture.depth()).boxed().toList(), verdict);
    }

    private Optional<String> notFinite() {
        for (int i = 0; i < seen.calls.size(); i++) {
            if (!Residuals.isFinite(seen.answers.get(i))) {
                return Optional.of(
                        "outputs are NaN or infinite " + seen.calls.get(i).where());
            }
        }
        return Optional.empty();
    }

    private StepVerdict unknown(double residual) {
        int call = worstCall();
        DMatrixRMaj outputs = seen.answers.get(call);
        DMatrixRMaj expected = replay.right(call);
        int entry = Residuals.worst(outputs, expected);
        Call asked = seen.calls.get(call);
        return new StepVerdict.Unknown(
                residual,
                shape(),
                List.of(
                        new Fact(
                                "furthest off",
                                "output " + entry % outputs.numCols + " of sample " + entry / outputs.numCols + " of "
                                        + Figures.count(asked.batch.size(), "sample") + ", " + asked.where()),
                        new Fact("seen", Figures.precise(outputs.data[entry])),
                        new Fact("expected", Figures.precise(expected.data[entry]))));
    }

    private int worstCall() {
        int worst = 0;
        double largest = -1;
        for (int i = 0; i < seen.calls.size(); i++) {
            double residual = Residuals.of(seen.answers.get(i), replay.right(i), 0);
            if (residual > largest) {
                largest = residual;
                worst = i;
            }
        }
        return worst;
    }

    /** What can be said of the error without knowing its cause. */
    private String shape() {
        if (Residuals.of(seen.answers.get(0), seen.answers.get(1), 0) > tolerance.mild()) {
            return "the same inputs give other outputs in a second call";
        }
        if (dependsOnBatch()) {
            return "the outputs of a sample depend on the others in its batch";
        }
        double factor = Residuals.factor(seen.answers.get(0), replay.right(0), tolerance.mild());
        boolean everywhere = IntStream.range(0, seen.calls.size())
                .allMatch(i -> Residuals.of(
                                Residuals.factor(seen.answers.get(i), replay.right(i), tolerance.mild()), factor, 0)
                        <= tolerance.mild());
        return everywhere
                ? "all outputs are " + Figures.precise(factor) + " times what the architecture makes them"
                : "the outputs are not those of the architecture";
    }

    private boolean dependsOnBatch() {
        DMatrixRMaj together = seen.answers.get(1);
        for (int i = 2; i < seen.calls.size(); i++) {
            Call call = seen.calls.get(i);
            if (call.point == 0 && call.batch.size() == 1 && together.numRows > 1) {
                DMatrixRMaj alone = seen.answers.get(i);
                // The first single sample that is asked about is the first of the batch.
                DMatrixRMaj row = new DMatrixRMaj(1, together.numCols, true, together.data.clone());
                return Residuals.of(alone, row, 0) > tolerance.mild();
            }
        }
        return false;
    }
}
