package io.github.backcheck.diagnosis;

import static io.github.backcheck.diagnosis.FindingExample.examine;

import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Model;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** Steps that do not lead where the gradient says, and questions that do not get the same answer twice. */
final class StepExamples {

    private static final Supplier<Diagnosis> HEALTHY = FindingExample.once(() -> examined(Bug.NONE));

    private StepExamples() {}

    static List<FindingExample> all() {
        return List.of(
                new FindingExample(FindingId.LOSS_NOT_REPEATABLE, StepExamples::noise, HEALTHY),
                new FindingExample(FindingId.GRADIENT_NOT_REPEATABLE, () -> examined(Bug.NEVER_RESET), HEALTHY),
                new FindingExample(FindingId.MEASURING_CHANGES_NETWORK, StepExamples::trainingAsGradient, HEALTHY),
                new FindingExample(FindingId.PARAMETERS_MISSING, StepExamples::withoutItsBiases, HEALTHY),
                new FindingExample(FindingId.UPDATE_NOT_APPLIED, () -> examined(Bug.WEIGHTS_TO_COPY), HEALTHY),
                new FindingExample(FindingId.UPDATE_CLIMBS, () -> examined(Bug.ASCENT), HEALTHY),
                new FindingExample(FindingId.STEPS_ADD_UP, () -> stepsOnly(Bug.NEVER_RESET), () -> stepsOnly(Bug.NONE)),
                new FindingExample(
                        FindingId.LAYER_FROZEN, () -> stepsOnly(Bug.FIRST_LAYER_FROZEN), () -> stepsOnly(Bug.NONE)),
                new FindingExample(FindingId.FROZEN_BY_INPUTS, StepExamples::withoutInputs, HEALTHY));
    }

    private static BiasRows net(Bug bug) {
        return new BiasRows(bug, 0.1, 1, 2, 6, 3);
    }

    private static Diagnosis examined(Bug bug) {
        return examine(net(bug).wrap(), Samples.clouds());
    }

    private static Diagnosis stepsOnly(Bug bug) {
        return examine(net(bug).stepOnly().build(), Samples.clouds());
    }

    private static Diagnosis withoutInputs() {
        return examine(net(Bug.NONE).wrap(), Samples.withoutInputs(Samples.clouds()));
    }

    /** Each input is left out in one call of five. */
    private static Diagnosis noise() {
        BiasRows net = net(Bug.NONE);
        Random random = new Random(6);
        Model model = net.stepOnly()
                .loss(batch -> net.loss(dropped(batch, random), batch.targets()))
                .build();
        return examine(model, Samples.clouds());
    }

    private static double[][] dropped(Batch batch, Random random) {
        double[][] x = batch.inputs();
        for (double[] row : x) {
            for (int i = 0; i < row.length; i++) {
                row[i] = random.nextInt(5) == 0 ? 0 : row[i];
            }
        }
        return x;
    }

    private static Diagnosis trainingAsGradient() {
        BiasRows net = net(Bug.NONE);
        Model model = net.stepOnly()
                .gradient(batch -> {
                    net.train(batch.inputs(), batch.targets());
                    return net.gradient();
                })
                .build();
        return examine(model, Samples.clouds());
    }

    private static Diagnosis withoutItsBiases() {
        return examine(new FlatVector(Bug.NONE, 0.1, 0, 1, 2, 6, 3).withoutBiases(), Samples.clouds());
    }
}
