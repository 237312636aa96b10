package io.github.backcheck.audit;

import io.github.backcheck.defect.Catalogue;
import io.github.backcheck.defect.Defect;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.Parameter;
import io.github.backcheck.text.Fact;
import io.github.backcheck.text.Figures;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

/** Decides what the steps taken did to each parameter, given the gradients that belong to them. */
final class Judge {

    /** Families in the order in which they are tried; the simplest explanation is the best. */
    private static final List<Theory> SIMPLE = List.of(new LinearTheory(), new SteppedTheory(), new SignTheory());

    /** Optimisers that remember squares of gradients. */
    private static final List<Theory> ADAPTIVE = List.of(new RootTheory(), new AdamTheory());

    private static final int FEWEST_STEPS = 7;

    private final List<Series> all;
    private final Partners partners;
    private final List<Alias> aliases;
    private final Expected expected;
    private final Map<Parameter, Reading> readings = new LinkedHashMap<>();
    private final Map<Parameter, ParameterUpdate> verdicts = new LinkedHashMap<>();
    private final Map<Parameter, StillEntries> leftOut = new LinkedHashMap<>();

    /**
     * What is known besides the steps.
     *
     * @param model whose steps they are
     * @param aliases parameters that share their numbers
     * @param expected of the update
     */
    record Surroundings(Model model, List<Alias> aliases, Expected expected) {}

    Judge(List<Series> all, Surroundings surroundings) {
        this.all = all;
        this.partners = new Partners(surroundings.model());
        this.aliases = surroundings.aliases();
        this.expected = surroundings.expected();
    }

    /** The verdicts, in the order of the series. */
    List<ParameterUpdate> judge() {
        List<Series> moving = new ArrayList<>();
        List<Series> still = new ArrayList<>();
        for (Series series : all) {
            if (isOutOfReach(series)) {
                continue;
            }
            (series.isWithinRounding() ? still : moving).add(series);
        }
        readAll(moving);
        new RateNames(readings, partners, expected).apply();
        readings.forEach((parameter, reading) -> verdicts.put(parameter, verdict(series(parameter), reading)));
        for (Series series : moving) {
            verdicts.computeIfAbsent(series.parameter(), parameter -> notReproduced(series));
        }
        new StillParameters(readings, partners, expected, all.size())
                .judge(still)
                .forEach(verdicts::put);
        return all.stream()
                .map(series -> Objects.requireNonNull(verdicts.get(series.parameter())))
                .toList();
    }

    private Series series(Parameter parameter) {
        return all.stream()
                .filter(series -> series.parameter() == parameter)
                .findFirst()
                .orElseThrow();
    }

    /** Parameters about which nothing can be solved for. */
    private boolean isOutOfReach(Series series) {
        Parameter parameter = series.parameter();
        Optional<Alias> alias =
                aliases.stream().filter(known -> known.concerns(parameter)).findFirst();
        if (alias.isPresent()) {
            verdicts.put(
                    parameter,
                    shared(series, alias.get().otherThan(parameter), alias.get().isOfOneShape()));
            return true;
        }
        if (!series.hasGradient()) {
            say(parameter, "its gradient is not known");
        } else if (series.steps() < FEWEST_STEPS) {
            say(parameter, "after " + series.steps() + " steps its numbers were no longer finite");
        } else {
            return false;
        }
        return true;
    }

    private void say(Parameter parameter, String reason) {
        verdicts.put(parameter, ParameterUpdate.notJudged(parameter.name(), reason));
    }

    private static ParameterUpdate shared(Series series, Parameter other, boolean ofOneShape) {
        String name = series.parameter().name();
        return ofOneShape
                ? new ParameterUpdate(
                        name,
                        "the same numbers as " + other.name(),
                        List.of(),
                        new StepVerdict.Named(defects(List.of("layers-share-one-array")), 0, Optional.empty()))
                : ParameterUpdate.notJudged(
                        name, "writing into it changes " + other.name() + " too: the two overlap in memory");
    }

    // What moved.

    private void readAll(List<Series> moving) {
        List<Series> whole = new ArrayList<>();
        for (Series series : moving) {
            Series kept = series.only(entry -> !StillEntries.isLeftOut(series, entry));
            if (kept.considered().length < series.entries()) {
                leftOut.put(series.parameter(), StillEntries.of(series));
            }
            whole.add(kept);
        }
        readTogether(whole, SIMPLE);
        readEach(whole, SIMPLE);
        for (Series kept : unread(whole)) {
            new MovedGradients(series(kept.parameter()), all)
                    .explain(series -> explain(series, SIMPLE))
                    .ifPresent(reading -> readings.put(kept.parameter(), reading));
        }
        readPairs(whole);
        List<Series> remembering = unread(whole).stream()
                .filter(series -> !StepsAlone.isMemoryless(series))
                .toList();
        readTogether(remembering, ADAPTIVE);
        readEach(remembering, ADAPTIVE);
    }

    private void readPairs(List<Series> parts) {
        List<Series> open = unread(parts);
        for (int i = 0; i < open.size(); i++) {
            for (int j = i + 1; j < open.size(); j++) {
                Series one = series(open.get(i).parameter());
                Series other = series(open.get(j).parameter());
                SharedVelocity.of(one, other, series -> explain(series, SIMPLE)).ifPresent(reading -> {
                    readings.put(one.parameter(), reading);
                    readings.put(other.parameter(), reading);
                });
            }
        }
    }

    private List<Series> unread(List<Series> parts) {
        return parts.stream()
                .filter(series -> !readings.containsKey(series.parameter()))
                .toList();
    }

    /** One set of constants for all. */
    private void readTogether(List<Series> parts, List<Theory> theories) {
        if (parts.size() > 1) {
            explain(parts, theories)
                    .ifPresent(common -> parts.forEach(series -> readings.put(series.parameter(), common)));
        }
    }

    private void readEach(List<Series> parts, List<Theory> theories) {
        for (Series series : unread(parts)) {
            explain(List.of(series), theories).ifPresent(reading -> readings.put(series.parameter(), reading));
        }
    }

    private Optional<Reading> explain(List<Series> parts, List<Theory> theories) {
        for (Theory theory : theories) {
            Optional<Reading> reading = theory.explain(parts, expected);
            if (reading.isPresent()) {
                return reading;
            }
        }
        return Optional.empty();
    }

    private ParameterUpdate verdict(Series series, Reading reading) {
        String name = series.parameter().name();
        StillEntries gaps = leftOut.get(series.parameter());
        String rule = reading.rule() + (gaps == null ? "" : ", but never " + gaps.words());
        StepVerdict verdict;
        if (!reading.defects().isEmpty()) {
            verdict = named(series, reading, reading.defects());
        } else if (!reading.problem().isEmpty()) {
            verdict = new StepVerdict.Unknown(
                    LinearTheory.residualOfDescent(List.of(series)),
                    reading.problem(),
                    List.of(new Fact("update", rule), new Fact("residual", Figures.of(reading.residual()))));
        } else if (gaps != null && !gaps.defects().isEmpty()) {
            verdict = named(series, reading, gaps.defects());
        } else if (gaps != null) {
            verdict = new StepVerdict.Unknown(
                    LinearTheory.residualOfDescent(List.of(series)),
                    "some entries are never written: " + gaps.words(),
                    List.of(new Fact("update of the others", reading.rule())));
        } else {
            verdict = new StepVerdict.Agrees(reading.residual());
        }
        return new ParameterUpdate(name, rule, reading.constants(), verdict);
    }

    private static StepVerdict.Named named(Series series, Reading reading, List<String> ids) {
        return new StepVerdict.Named(
                defects(ids),
                reading.residual(),
                Optional.of(new StepVerdict.Replay("plain descent", LinearTheory.residualOfDescent(List.of(series)))));
    }

    static List<Defect> defects(List<String> ids) {
        return ids.stream()
                .map(id -> Catalogue.find(id)
                        .orElseThrow(() -> new IllegalStateException("no defect " + id + " in the catalogue")))
                .toList();
    }

    private ParameterUpdate notReproduced(Series series) {
        StillEntries gaps = leftOut.get(series.parameter());
        double residual = LinearTheory.residualOfDescent(List.of(series));
        String name = series.parameter().name();
        Optional<Boolean> redrawn = Independence.of(series);
        if (redrawn.isPresent()) {
            return redrawn.get()
                    ? new ParameterUpdate(
                            name,
                            "θ after a step has nothing to do with θ before it",
                            List.of(),
                            new StepVerdict.Named(
                                    defects(List.of("update-redrawn")),
                                    0,
                                    Optional.of(new StepVerdict.Replay("plain descent", residual))))
                    : new ParameterUpdate(
                            name,
                            "",
                            List.of(),
                            new StepVerdict.Unknown(
                                    residual,
                                    "where a step ends does not depend on where it starts",
                                    List.of(new Fact("residual of plain descent", Figures.of(residual)))));
        }
        long idle = IntStream.range(0, series.steps())
                .filter(step -> series.largestChange(step) == 0)
                .count();
        if (idle > 0) {
            return ParameterUpdate.notJudged(
                    name,
                    ParameterUpdate.NOT_REPRODUCED + "; only " + (series.steps() - idle) + " of " + series.steps()
                            + " steps changed it. If the program applies its gradients every few batches, give it as many"
                            + " samples in each step");
        }
        if (gaps != null && gaps.count() > 1) {
            return new ParameterUpdate(
                    name,
                    "",
                    List.of(),
                    new StepVerdict.Unknown(
                            residual,
                            "some entries are never written: " + gaps.words(),
                            List.of(new Fact("update of the others", "not recognised"))));
        }
        return ParameterUpdate.notJudged(
                name,
                ParameterUpdate.NOT_REPRODUCED
                        + (Double.isNaN(residual)
                                ? "; the gradient is 0"
                                : repeats(series)
                                        ? ", and the same step taken twice is the same: the gradient that it applies is not"
                                                + " that of the loss, or the optimiser is not known here"
                                        : ", and the same step taken twice is another: an optimiser that is not known here,"
                                                + " one like Adam that has taken steps before, or a random step"));
    }

    /** The first two steps are the same step. */
    private static boolean repeats(Series series) {
        return IntStream.range(0, series.entries())
                .allMatch(entry -> Math.abs(series.change(1, entry) - series.change(0, entry))
                        <= series.rounding(0, entry) + series.rounding(1, entry));
    }

    static double[][] copy(double[][] rows) {
        return Arrays.stream(rows).map(double[]::clone).toArray(double[][]::new);
    }
}
