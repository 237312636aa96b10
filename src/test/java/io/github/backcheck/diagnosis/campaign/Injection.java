package io.github.backcheck.diagnosis.campaign;

import io.github.backcheck.diagnosis.Diagnosis;
import io.github.backcheck.diagnosis.Examination;
import io.github.backcheck.diagnosis.campaign.Expected.Moment;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.ModelException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A fault in a program. */
record Injection(Fault fault, Bench.Place place, long seed) {

    /** As {@code -Dprogram=} takes it. */
    String key() {
        return fault + "/" + place.toString().replace(' ', '/') + "/" + seed;
    }

    static Injection of(String key) {
        String[] parts = key.split("/", -1);
        List<Integer> sizes =
                Arrays.stream(parts[2].split("-")).map(Integer::valueOf).toList();
        return new Injection(
                Fault.valueOf(parts[0]),
                new Bench.Place(Author.valueOf(parts[1].toUpperCase(Locale.ROOT)), sizes),
                Long.parseLong(parts[3]));
    }

    private TrainingProgram program() {
        return place.author().write(fault, seed, place.sizes());
    }

    /** What is said when a user would ask. */
    Outcome natural() {
        if (fault.expected().moment() == Moment.BEFORE_TRAINING) {
            return examine(Moment.BEFORE_TRAINING);
        }
        Outcome after = examine(Moment.AFTER_TRAINING);
        return after.endedInNaN() ? examine(Moment.BEFORE_TRAINING) : after;
    }

    /** Which of two answers a user would get. */
    Outcome natural(Outcome before, Outcome after) {
        return fault.expected().moment() == Moment.BEFORE_TRAINING || after.endedInNaN() ? before : after;
    }

    Outcome examine(Moment moment) {
        TrainingProgram program = program();
        if (moment == Moment.AFTER_TRAINING) {
            program.train();
        }
        try {
            Model model = program.model();
            boolean finite = isFinite(program, model);
            Diagnosis diagnosis = diagnose(program, model);
            return Outcome.of(fault.expected(), model, diagnosis, finite);
        } catch (IllegalArgumentException | ModelException e) {
            return Outcome.refused(fault.expected(), String.valueOf(e.getMessage()));
        }
    }

    /** Whether the program prints numbers. */
    private static boolean isFinite(TrainingProgram program, Model model) {
        return Double.isFinite(model.loss(program.trainingData()))
                && model.parameters().stream()
                        .allMatch(parameter -> Arrays.stream(parameter.values()).allMatch(Double::isFinite));
    }

    private static Diagnosis diagnose(TrainingProgram program, Model model) {
        return Examination.of(model)
                .data(program.trainingData())
                .testData(program.testData())
                .batchSize(program.batchSize())
                .learningRate(program.learningRate())
                .run();
    }

    /** The whole diagnosis, to be read. */
    String text(Moment moment) {
        TrainingProgram program = program();
        if (moment == Moment.AFTER_TRAINING) {
            program.train();
        }
        Model model = program.model();
        return diagnose(program, model).toString() + "\n" + quality(program, model);
    }

    /** How good the program has become, which is not a part of what is asked. */
    static String quality(TrainingProgram program, Model model) {
        Batch test = program.testData();
        return String.format(Locale.ROOT, "test accuracy %.3f", Task.accuracy(model.predict(test), test.targets()));
    }
}
