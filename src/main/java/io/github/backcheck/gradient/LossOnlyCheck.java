package io.github.backcheck.gradient;

import io.github.backcheck.model.Gradient;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.ModelLayer;
import io.github.backcheck.model.Parameter;
import io.github.backcheck.text.Figures;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The comparison at one point where nothing but the loss is known: each parameter along a random direction, a search for the
 * wrong entries where that does not agree, and single entries as far as they were asked for. Nobody is accused near a kink or
 * where the loss moves in jumps.
 */
final class LossOnlyCheck {

    /** Entries of each parameter that are held against a training step to read off its learning rate. */
    private static final int ENTRIES_FOR_RATE = 30;

    /** A ladder of differences takes this many evaluations, or a multiple. */
    private static final long EVALUATIONS_OF_ENTRY = 8;

    private final Model model;
    private final GradientCheck.Settings settings;
    private final GradientCheck.Coverage coverage;
    private final LossMeter meter;
    private final ParameterJudge judge;
    private final Optional<Supplier<Gradient>> gradient;
    private final ParameterWiseDifferences differences;
    private final Map<Parameter, Estimate> estimates = new LinkedHashMap<>();

    /** @param gradient asks the network for its gradient; empty if it has none, or not always the same */
    LossOnlyCheck(
            GradientCheck.Settings settings,
            LossMeter meter,
            ParameterJudge judge,
            Optional<Supplier<Gradient>> gradient) {
        this.model = settings.model();
        this.settings = settings;
        this.coverage = settings.effort().coverage();
        this.meter = meter;
        this.judge = judge;
        this.gradient = gradient;
        this.differences = new ParameterWiseDifferences(model, meter, settings.seed());
        model.parameters().forEach(parameter -> estimates.put(parameter, new Estimate(parameter.size())));
    }

    /** Some entries of each parameter, to read a learning rate off a step. */
    Map<Parameter, Estimate> someEntries() {
        return meter.preparing(() -> {
            for (Parameter parameter : model.parameters()) {
                meter.turnTo(parameter.name());
                difference(parameter, Math.max(ENTRIES_FOR_RATE, coverage.entries()));
            }
            return estimates;
        });
    }

    private void difference(Parameter parameter, int count) {
        Estimate estimate = Objects.requireNonNull(estimates.get(parameter));
        long seed = coverage.seed().orElse(settings.seed());
        for (int entry : EntrySample.stratified(parameter.rows(), parameter.columns(), count, seed)) {
            if (!estimate.isChecked(entry)) {
                differences.entry(parameter, entry, estimate);
            }
        }
    }

    List<ParameterCheck> compare(Analytic analytic) {
        List<Examined> all = new ArrayList<>();
        for (ModelLayer layer : model.layers()) {
            for (Parameter parameter : layer.parameters()) {
                all.add(new Examined(layer.index(), parameter, analytic));
            }
        }
        all.forEach(examined -> examined.within(examined::compare));
        excuseKinks(all);
        excuseJumps(all);
        excuseBends(all);
        accused(all).forEach(examined -> examined.within(examined::locate));
        excuseKinks(all);
        return model.parameters().stream()
                .map(parameter -> all.stream()
                        .filter(examined -> examined.parameter.equals(parameter))
                        .findFirst()
                        .orElseThrow()
                        .check)
                .toList();
    }

    /**
     * At a kink a correct program may take another side than the differences see. That changes the gradient of the layer whose
     * unit is on it and of those below, which do not show it all: several kinks can hide each other. Layers above that do not
     * show a kink themselves get the same gradient on either side.
     */
    private static void excuseKinks(List<Examined> all) {
        int highest = all.stream()
                .filter(Examined::showsKink)
                .mapToInt(examined -> examined.layer)
                .max()
                .orElse(-1);
        accused(all).stream()
                .filter(examined -> examined.layer <= highest)
                .forEach(examined -> examined.acquit(
                        "the loss has a kink exactly here (a ReLU at 0?), where a correct program may differ too"));
    }

    private void excuseJumps(List<Examined> all) {
        jumps(accused(all)).ifPresent(why -> accused(all).forEach(examined -> examined.acquit(why)));
    }

    private Optional<String> jumps(List<Examined> accused) {
        try {
            return accused.stream()
                            .anyMatch(examined -> differences.findsJump(
                                    examined.screen.orElseThrow().direction()))
                    ? Optional.of(
                            "the loss moves in jumps or is infinite near here (the logarithm of 1 − a with a near 1?), so that"
                                    + " its differences do not show its slope")
                    : Optional.empty();
        } catch (LossMeter.BudgetUsedUp e) {
            return Optional.of(e.getMessage() + " before it was known that the loss does not move in jumps");
        }
    }

    /**
     * Where the analytic gradient itself turns within the step of a quotient as far as the quotient is away, its value at the
     * very point is no match for the quotient: kinks so near each other that rounding hides them, or a unit that saturates at
     * once.
     */
    private void excuseBends(List<Examined> all) {
        if (gradient.isPresent()) {
            accused(all).stream()
                    .filter(examined -> examined.screen.orElseThrow().isExplainedBy(bend(examined)))
                    .forEach(examined -> examined.acquit("the analytic gradient turns as far right beside this point"));
        }
    }

    /** How much the analytic slope differs, on average of both sides, from that at the point. */
    private double bend(Examined examined) {
        Direction direction = examined.screen.orElseThrow().direction();
        return differences.besideZero(
                        direction,
                        () -> direction.slope(gradient.orElseThrow()
                                .get()
                                .of(examined.parameter)
                                .orElseThrow()))
                - direction.slope();
    }

    private static List<Examined> accused(List<Examined> all) {
        return all.stream()
                .filter(examined -> examined.check.verdict() == Verdict.DISAGREES)
                .toList();
    }

    /** One parameter. */
    private final class Examined {
        private final int layer;
        private final Parameter parameter;
        private final Analytic analytic;
        private final Estimate estimate;
        private Optional<Screen> screen = Optional.empty();
        private ParameterCheck check;

        Examined(int layer, Parameter parameter, Analytic analytic) {
            this.layer = layer;
            this.parameter = parameter;
            this.analytic = analytic;
            this.estimate = Objects.requireNonNull(estimates.get(parameter));
            this.check = ParameterJudge.notJudged(parameter, "the analytic gradient of this parameter was not given");
        }

        /** What was found before the budget was used up is not lost; what was not found may be there. */
        void within(Runnable work) {
            meter.turnTo(parameter.name());
            try {
                work.run();
            } catch (LossMeter.BudgetUsedUp e) {
                stopped(e);
            }
        }

        void compare() {
            if (analytic.values(parameter).isPresent()) {
                Screen along = Screen.of(parameter, analytic, differences, settings.seed() + 1);
                screen = Optional.of(along);
                difference(parameter, coverage.entries());
                check = estimate.isComplete() && coverage.entries() > 0 ? judged("") : judged(along);
            }
        }

        void locate() {
            Screen along = screen.orElseThrow();
            if (along.outcome() == Screen.Outcome.DISAGREES && !estimate.isComplete()) {
                check = wrong(along, Localisation.of(along, differences, estimate, settings.seed()));
            }
        }

        private ParameterCheck judged(String note) {
            return judge.judge(parameter, estimate, analytic, note);
        }

        private ParameterCheck judged(Screen along) {
            ParameterCheck byEntry = judged("");
            if (byEntry.verdict() == Verdict.DISAGREES) {
                return counting(byEntry.entries(), byEntry);
            }
            return switch (along.outcome()) {
                case AGREES -> together(byEntry, Verdict.AGREES, "");
                case VANISHES -> vanishing();
                case UNCLEAR ->
                    together(
                            byEntry,
                            byEntry.verdict(),
                            byEntry.verdict() == Verdict.AGREES
                                    ? "along a random direction all together tell nothing"
                                    : along.showsKink()
                                            ? "the loss has a kink exactly here (a ReLU at 0?), its differences tell nothing"
                                            : "the gradient is too small beside rounding to tell anything");
                case DISAGREES -> accused(byEntry, along);
            };
        }

        private ParameterCheck together(ParameterCheck byEntry, Verdict verdict, String note) {
            return new ParameterCheck(
                    parameter.name(),
                    verdict,
                    byEntry.entries().andOthersTogether(),
                    byEntry.entries().checked() > 0 ? byEntry.magnitudes() : magnitudes(verdict),
                    Optional.empty(),
                    List.of(),
                    byEntry.kinks(),
                    note);
        }

        /** Gradients that agree along a random direction are taken to be the same. */
        private Magnitudes magnitudes(Verdict verdict) {
            double norm = Norms.of(analytic.values(parameter).orElseThrow());
            return verdict == Verdict.AGREES ? new Magnitudes(norm, norm, 1, 0) : Magnitudes.UNKNOWN;
        }

        private ParameterCheck vanishing() {
            return new ParameterCheck(
                    parameter.name(),
                    Verdict.INCONCLUSIVE,
                    new EntryCounts(parameter.size(), 0, 0, 0, parameter.size(), 0, parameter.size()),
                    new Magnitudes(0, 0, Double.NaN, 0),
                    Optional.empty(),
                    List.of(),
                    List.of(),
                    "the analytic gradient is exactly 0, and the loss does not move measurably");
        }

        /** Entries that agree along the direction are taken to be right, so that the pattern and the size of the error show. */
        private ParameterCheck wrong(Screen along, Localisation located) {
            ParameterCheck byEntry = judged("");
            double[] values = analytic.values(parameter).orElseThrow();
            for (int entry = 0; located.isComplete() && entry < values.length; entry++) {
                if (!estimate.isChecked(entry)) {
                    double amount = Math.abs(along.direction().amount(entry));
                    estimate.set(entry, values[entry], located.unseen() / amount);
                }
            }
            if (byEntry.verdict() != Verdict.DISAGREES) {
                return convicted(byEntry, along);
            }
            boolean others = estimate.isComplete() && byEntry.entries().checked() < parameter.size();
            return counting(
                    byEntry.entries(), judged(others ? "the entries not checked agree along a random direction" : ""));
        }

        private ParameterCheck counting(EntryCounts counts, ParameterCheck known) {
            return known.withEntries(counts.andOthersTogether());
        }

        /** A direction that disagrees convicts the parameter even if no entry does by itself. */
        private ParameterCheck convicted(ParameterCheck byEntry, Screen along) {
            return along.convicts()
                    ? accused(byEntry, along)
                    : together(byEntry, Verdict.INCONCLUSIVE, along.words() + ", too near to be told from rounding");
        }

        private ParameterCheck accused(ParameterCheck byEntry, Screen along) {
            return byEntry.withEntries(byEntry.entries().andOthersTogether())
                    .withMagnitudes(byEntry.entries().checked() > 0 ? byEntry.magnitudes() : Magnitudes.UNKNOWN)
                    .convicted(along.words() + "; the wrong entries could not be singled out");
        }

        private void stopped(LossMeter.BudgetUsedUp why) {
            String reason = Objects.requireNonNull(why.getMessage())
                    + (coverage.isComplete()
                            ? ", every entry at one point takes about "
                                    + Figures.count(EVALUATIONS_OF_ENTRY * model.size())
                            : "");
            ParameterCheck byEntry = judged(reason);
            check = byEntry.verdict() == Verdict.DISAGREES ? byEntry : ParameterJudge.notJudged(parameter, reason);
        }

        boolean showsKink() {
            return screen.filter(Screen::showsKink).isPresent() || estimate.showsKink();
        }

        void acquit(String why) {
            check = check.notJudged("the two gradients differ, but " + why + "; an architecture would tell");
        }
    }
}
