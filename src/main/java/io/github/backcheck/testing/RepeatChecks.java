package io.github.backcheck.testing;

import io.github.backcheck.model.Capability;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.Parameter;
import io.github.backcheck.model.ParameterSnapshot;
import io.github.backcheck.text.Figures;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Whether questions have the same answer each time, and change nothing. */
final class RepeatChecks {

    private static final int TIMES = 3;

    private RepeatChecks() {}

    static Outcome loss(Specimen specimen) {
        return specimen.missing(Capability.LOSS)
                .orElseGet(() -> same(
                        specimen,
                        Capability.LOSS,
                        () -> new double[] {specimen.model().loss(specimen.batch())},
                        entry -> "the loss"));
    }

    static Outcome predictions(Specimen specimen) {
        int outputs = specimen.batch().outputCount();
        return specimen.missing(Capability.PREDICT)
                .orElseGet(() -> same(
                        specimen,
                        Capability.PREDICT,
                        () -> Arrays.stream(specimen.model().predict(specimen.batch()))
                                .flatMapToDouble(Arrays::stream)
                                .toArray(),
                        entry -> "output " + entry % outputs + " of sample " + entry / outputs));
    }

    static Outcome gradient(Specimen specimen) {
        return specimen.missing(Capability.GRADIENT)
                .orElseGet(() -> same(specimen, Capability.GRADIENT, specimen::gradient, specimen::entryName));
    }

    private static Outcome same(
            Specimen specimen, Capability asked, Supplier<double[]> question, IntFunction<String> name) {
        List<double[]> answers = new ArrayList<>();
        try (ParameterSnapshot before = specimen.model().snapshot()) {
            for (int time = 0; time < TIMES; time++) {
                answers.add(question.get());
                before.restore();
            }
        }
        double[] first = answers.get(0);
        OptionalInt unknown = IntStream.range(0, first.length)
                .filter(i -> !Double.isFinite(first[i]))
                .findFirst();
        if (unknown.isPresent()) {
            return Outcome.wrong(notFinite(asked, name.apply(unknown.getAsInt()), first[unknown.getAsInt()]));
        }
        double largest = Arrays.stream(first).map(Math::abs).max().orElse(0);
        for (int time = 1; time < TIMES; time++) {
            double[] again = answers.get(time);
            int worst = widest(first, again);
            if (!(gap(first[worst], again[worst]) <= specimen.rounding() * largest)) {
                return Outcome.wrong(different(specimen, asked, answers, name.apply(worst), worst));
            }
        }
        return Outcome.right(asked + ", asked " + Figures.count(TIMES, "time"));
    }

    private static int widest(double[] one, double[] other) {
        int widest = 0;
        for (int i = 1; i < one.length; i++) {
            if (!(gap(one[i], other[i]) <= gap(one[widest], other[widest]))) {
                widest = i;
            }
        }
        return widest;
    }

    private static double gap(double one, double other) {
        return Math.abs(one - other);
    }

    private static FailureText notFinite(Capability asked, String name, double value) {
        return new FailureText(name + ", " + asked + ": is " + value)
                .fact(
                        "look for",
                        "exp of a large number, the logarithm of 0 or less, a division by 0; inputs or weights that are NaN or"
                                + " far too large");
    }

    private static FailureText different(
            Specimen specimen, Capability asked, List<double[]> answers, String name, int entry) {
        String seen = String.join(
                ", then ",
                answers.stream().map(answer -> Figures.precise(answer[entry])).toList());
        return new FailureText(
                        name + ", " + asked + ": another answer to the same question at the same parameters: " + seen)
                .fact(
                        "look for",
                        "a sum or a buffer that is not set back before it is added to; dropout or noise, for which the model"
                                + " has reseed; threads that add to one sum without a lock")
                .fact(
                        "rounding",
                        "differences up to " + Figures.of(specimen.rounding()) + " of the largest are let pass");
    }

    static Outcome parametersLeftAlone(Specimen specimen) {
        Model model = specimen.model();
        Map<Capability, Runnable> questions = new LinkedHashMap<>();
        questions.put(Capability.LOSS, () -> model.loss(specimen.batch()));
        questions.put(Capability.PREDICT, () -> model.predict(specimen.batch()));
        questions.put(Capability.TRACE, () -> model.trace(specimen.batch()));
        questions.put(Capability.GRADIENT, () -> model.gradient(specimen.batch()));
        questions.keySet().removeIf(question -> !model.can(question));
        if (questions.isEmpty()) {
            return Outcome.notJudged("needs something to ask, such as " + Capability.LOSS);
        }
        try (ParameterSnapshot before = model.snapshot()) {
            for (Map.Entry<Capability, Runnable> question : questions.entrySet()) {
                question.getValue().run();
                List<String> changed =
                        before.changed().stream().map(Parameter::name).toList();
                if (!changed.isEmpty()) {
                    return Outcome.wrong(new FailureText(String.join(", ", changed) + ", " + question.getKey()
                                    + ": asking changes the parameters of the network")
                            .fact("look for", "an update inside the method that is only to tell something"));
                }
            }
        }
        return Outcome.right(questions.keySet().toString());
    }

    static Outcome lossAfterGradient(Specimen specimen) {
        return specimen.missing(Capability.LOSS, Capability.GRADIENT).orElseGet(() -> {
            Model model = specimen.model();
            try (ParameterSnapshot snapshot = model.snapshot()) {
                double before = model.loss(specimen.batch());
                snapshot.restore();
                if (!Double.isFinite(before)) {
                    return Outcome.notJudged("the loss is " + before);
                }
                model.gradient(specimen.batch());
                snapshot.restore();
                double after = model.loss(specimen.batch());
                return gap(before, after) <= specimen.rounding() * Math.abs(before)
                        ? Outcome.right("the loss, before and after")
                        : Outcome.wrong(new FailureText(
                                        "the loss, " + Capability.GRADIENT + ": is " + Figures.precise(before)
                                                + " before the gradient is computed and " + Figures.precise(after)
                                                + " after it, at the same parameters")
                                .fact("look for", "state that the backward pass changes and the forward pass reads"));
            }
        });
    }
}
