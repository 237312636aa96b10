package io.github.backcheck.diagnosis;

import io.github.backcheck.census.CensusReport;
import io.github.backcheck.census.Scale;
import io.github.backcheck.mlp.Optimiser;
import io.github.backcheck.model.Layer;
import io.github.backcheck.probe.WeightReport;
import io.github.backcheck.trial.Course;
import io.github.backcheck.trial.InputForm;
import io.github.backcheck.trial.OverfitCheck;
import io.github.backcheck.trial.Setting;
import io.github.backcheck.trial.StartForm;
import io.github.backcheck.trial.StepLengths;
import io.github.backcheck.trial.Trial;
import io.github.backcheck.trial.TwinSetting;
import io.github.backcheck.trial.TwinTrials;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Changes one thing after another about a network that does not learn, until it does. */
final class TrialSeries {

    /** Steps of a length that is right for nearly all networks from fresh weights. */
    private static final TwinSetting REFERENCE =
            TwinSetting.with(Optimiser.adam(0.01)).fresh(1).stepsTimes(2);

    private static final int WIDER = 4;
    private static final int LONGER = 1000;

    private static final List<Double> FACTORS = List.of(0.1, 0.01, 10.0, 100.0);

    private static final List<Double> MUCH_SHORTER = List.of(0.1, 0.01, 1e-3, 1e-4);

    /** A loss that grows so much in a trial does not come down with longer steps. */
    private static final double EXPLODES = 10;

    private static final Setting AS_GIVEN = Setting.asGiven();
    private static final Setting FRESH = AS_GIVEN.start(StartForm.FRESH);

    private final Evidence evidence;
    private final Trial trial;
    private final BooleanSupplier isSpent;
    private final List<Course> changed = new ArrayList<>();
    private final List<Trials.TwinTrial> twins = new ArrayList<>();
    private Optional<StepLengths> lengths = Optional.empty();
    private Optional<OverfitCheck> eight = Optional.empty();

    /** On evidence that names no cause. No further trial is begun once the budget is spent. */
    TrialSeries(Evidence evidence, Trial trial, BooleanSupplier isSpent) {
        this.evidence = evidence;
        this.trial = trial;
        this.isSpent = isSpent;
    }

    Trials run() {
        Course asGiven = trial.run(AS_GIVEN);
        Trials first = trials(asGiven);
        if (first.learns() || evidence.doesItsJob()) {
            if (isOddScale() && !isSpent.getAsBoolean()) {
                changed.add(trial.run(AS_GIVEN.inputs(InputForm.STANDARDISED)));
                changed.add(trial.run(FRESH.inputs(InputForm.STANDARDISED)));
            }
            if (!evidence.doesItsJob()) {
                if (!WeightBlame.large(evidence).isEmpty() && !isSpent.getAsBoolean()) {
                    changed.add(trial.run(FRESH));
                }
                tryWider();
            }
            return trials(asGiven);
        }
        lengths = Optional.of(StepLengths.of(trial));
        settings(asGiven).forEach(setting -> {
            if (!isSpent.getAsBoolean() && !isCured(asGiven)) {
                changed.add(trial.run(setting));
            }
        });
        if (!asGiven.isFalling()) {
            tryWithoutPenalty();
        }
        if (isPoisoned(asGiven)) {
            tryScaledInputs();
        } else if (!isCured(asGiven) && !isSpent.getAsBoolean()) {
            eight = Optional.of(OverfitCheck.of(trial, FRESH));
            reference().ifPresent(reference -> twin(reference, REFERENCE));
            tryWider();
        }
        return isOnPlateau(asGiven) && !isSpent.getAsBoolean() ? afterLonger(asGiven) : trials(asGiven);
    }

    /** Nothing extreme was found: whoever comes on later stood on a plateau. */
    private boolean isOnPlateau(Course asGiven) {
        Trials known = trials(asGiven);
        boolean byStartOrInputs = changed.stream()
                .filter(known::cures)
                .anyMatch(course -> course.setting().start() == StartForm.FRESH
                        || course.setting().inputs() == InputForm.STANDARDISED);
        return asGiven.isFinite() && asGiven.lossRatio() < EXPLODES && !byStartOrInputs;
    }

    private Trials afterLonger(Course asGiven) {
        Course longer = trial.steps(LONGER).run(AS_GIVEN);
        Trials known = trials(longer);
        return known.learns()
                ? new Trials(known.guess(), longer, Optional.empty(), List.of(), List.of(), Optional.empty())
                : trials(asGiven);
    }

    /**
     * What to change, until it helps: the start before the inputs and these before the length of steps, because longer or
     * shorter steps help a little against almost anything, and scaled inputs against many a start.
     */
    private List<Setting> settings(Course asGiven) {
        boolean explodes = !asGiven.isFinite() || asGiven.lossRatio() > EXPLODES;
        List<Setting> settings = new ArrayList<>(List.of(FRESH));
        if (isOddScale()) {
            settings.add(AS_GIVEN.inputs(InputForm.STANDARDISED));
            settings.add(FRESH.inputs(InputForm.STANDARDISED));
        }
        List<Double> factors = explodes ? MUCH_SHORTER : FACTORS;
        factors.forEach(factor -> settings.add(AS_GIVEN.stepsTimes(factor)));
        factors.forEach(factor -> settings.add(FRESH.stepsTimes(factor)));
        if (isOddScale()) {
            FACTORS.forEach(
                    factor -> settings.add(FRESH.inputs(InputForm.STANDARDISED).stepsTimes(factor)));
        }
        return settings;
    }

    private Trials trials(Course asGiven) {
        List<Integer> counts = evidence.data().targets().classCounts();
        double guess = counts.stream().mapToInt(Integer::intValue).max().orElse(0)
                / (double) evidence.data().shape().samples();
        return new Trials(guess, asGiven, lengths, changed, twins, eight);
    }

    private boolean isCured(Course asGiven) {
        Trials known = trials(asGiven);
        return changed.stream().anyMatch(known::cures);
    }

    /** A hidden layer of a single unit, or of fewer than there are questions of yes or no to tell the outputs apart. */
    private boolean isBottleneck() {
        List<WeightReport.LayerWeights> layers = evidence.reports()
                .find(WeightReport.class)
                .map(WeightReport::layers)
                .orElse(List.of());
        double questions = Math.log(evidence.data().shape().outputs()) / Math.log(2);
        return layers.stream()
                .limit(Math.max(0, layers.size() - 1))
                .anyMatch(layer -> layer.units() == 1 || layer.units() < questions);
    }

    private boolean isOddScale() {
        CensusReport data = evidence.data();
        Scale scale = data.inputs().scale().scale();
        return scale == Scale.LARGE || scale == Scale.TINY || scale == Scale.UNEVEN;
    }

    /**
     * Whether every trial of the program ends at once in numbers that are not finite: an optimiser that remembers its steps cannot
     * forget one that was not.
     */
    private boolean isPoisoned(Course asGiven) {
        return !asGiven.isFinite() && changed.stream().allMatch(course -> !course.isFinite() && course.steps() <= 1);
    }

    private void tryScaledInputs() {
        reference().filter(known -> isOddScale()).ifPresent(reference -> {
            twin(reference, REFERENCE);
            twins.add(
                    new Trials.TwinTrial(REFERENCE, reference.run(REFERENCE, AS_GIVEN.inputs(InputForm.STANDARDISED))));
        });
    }

    /** The reference network, where it is the network. */
    private Optional<TwinTrials> reference() {
        return evidence.isTwin() ? Optional.of(TwinTrials.of(trial)) : Optional.empty();
    }

    private void tryWithoutPenalty() {
        boolean hasPenalty =
                evidence.architecture().filter(known -> known.l2() > 0).isPresent();
        reference().filter(known -> hasPenalty).ifPresent(reference -> {
            twin(reference, REFERENCE);
            twin(reference, REFERENCE.penalty(0));
        });
    }

    private void tryWider() {
        reference().filter(known -> isBottleneck()).ifPresent(reference -> {
            twin(reference, REFERENCE);
            twin(reference, REFERENCE.unitsTimes(wider()));
        });
    }

    /** So that there are at least as many units as outputs. */
    private int wider() {
        int outputs = evidence.data().shape().outputs();
        int narrowest = evidence.architecture()
                .map(known ->
                        known.layers().stream().mapToInt(Layer::units).min().orElseThrow())
                .orElse(outputs);
        return Math.max(WIDER, (outputs + narrowest - 1) / narrowest);
    }

    private void twin(TwinTrials reference, TwinSetting setting) {
        boolean isKnown = twins.stream().anyMatch(twin -> twin.setting().equals(setting));
        if (!isKnown && !isSpent.getAsBoolean()) {
            twins.add(new Trials.TwinTrial(setting, reference.run(setting)));
        }
    }
}
