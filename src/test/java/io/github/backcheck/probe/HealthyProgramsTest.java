package io.github.backcheck.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.backcheck.mlp.Initialiser;
import io.github.backcheck.mlp.Mlp;
import io.github.backcheck.mlp.Optimiser;
import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.ParameterSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** No probe may say anything about a program that is right, whatever it looks like, and all of it is as it was afterwards. */
class HealthyProgramsTest {

    private static final int PROGRAMS = 240;

    /** A healthy program and data for it. */
    private record Case(String what, Model model, Batch data) {}

    @Test
    void areNotAccused() {
        List<String> accused = new ArrayList<>();
        int probes = 0;
        for (int seed = 0; seed < PROGRAMS; seed++) {
            Case healthy = draw(seed);
            try (ParameterSnapshot before = healthy.model().snapshot()) {
                for (Object report : probe(healthy)) {
                    probes++;
                    if (noticed(report)) {
                        accused.add(seed + " " + healthy.what() + "\n" + report);
                    }
                    assertThat(before.changed())
                            .as("%s %s", seed, healthy.what())
                            .isEmpty();
                }
            }
        }
        assertThat(probes).isEqualTo(PROGRAMS * 10);
        assertThat(accused).isEmpty();
    }

    private static List<Object> probe(Case healthy) {
        Model model = healthy.model();
        Batch data = healthy.data();
        return List.of(
                WeightCensus.of(model),
                SampleMixing.of(model, data),
                LinearNetwork.of(model, data),
                StaleOutputs.of(model, data),
                Evaluation.of(model, data),
                EpochWatch.of(model, data.slice(0, Math.min(48, data.size()))),
                NonFiniteOrigin.of(model, data),
                Repeatability.of(model, data),
                BatchLaws.of(model, data),
                Laws.of(model).on(data).run());
    }

    private static boolean noticed(Object report) {
        Judgement judgement = report instanceof MixingReport r
                ? r.judgement()
                : report instanceof LinearityReport r
                        ? r.judgement()
                        : report instanceof StaleReport r
                                ? r.judgement()
                                : report instanceof EvaluationReport r
                                        ? r.judgement()
                                        : report instanceof EpochReport r
                                                ? r.judgement()
                                                : report instanceof NonFiniteReport r
                                                        ? r.judgement()
                                                        : report instanceof WeightReport r
                                                                ? r.judgement()
                                                                : report instanceof RepeatReport r
                                                                        ? r.judgement()
                                                                        : ((LawsReport) report).judgement();
        return judgement.isNoticed();
    }

    private static Case draw(int seed) {
        Random random = new Random(1000L + seed);
        Batch data = switch (seed % 4) {
            case 0 -> ProbeData.digits(120);
            case 1 -> ProbeData.blobs(90, 6, 3);
            case 2 -> ProbeData.regression(40, 4);
            default -> seed % 8 == 3 ? ProbeData.xor() : ProbeData.sortedByClass(ProbeData.blobs(80, 5, 4));
        };
        return switch (seed / 4 % 6) {
            case 0, 1, 2 -> arrays(random, data);
            case 3 -> reference(random, data);
            case 4 ->
                data.outputCount() == 1
                        ? arrays(random, data)
                        : new Case(
                                "floats",
                                new FloatProgram(
                                                FloatProgram.Fault.NONE,
                                                seed,
                                                data.inputCount(),
                                                2 + random.nextInt(12),
                                                data.outputCount())
                                        .wrap()
                                        .build(),
                                data);
            default ->
                new Case(
                        "neurons",
                        new NeuronProgram(
                                        NeuronProgram.Fault.NONE,
                                        seed,
                                        data.inputCount(),
                                        2 + random.nextInt(8),
                                        data.outputCount())
                                .wrap()
                                .build(),
                        data);
        };
    }

    private static Case arrays(Random random, Batch data) {
        int depth = 1 + random.nextInt(3);
        int[] sizes = new int[depth + 1];
        String[] activations = new String[depth];
        sizes[0] = data.inputCount();
        for (int l = 0; l < depth; l++) {
            sizes[l + 1] = 3 + random.nextInt(10);
            activations[l] = List.of("sigmoid", "tanh", "relu").get(random.nextInt(3));
        }
        sizes[depth] = data.outputCount();
        boolean classes = data.outputCount() > 2;
        activations[depth - 1] = classes && random.nextBoolean()
                ? "softmax"
                : classes ? "sigmoid" : random.nextBoolean() ? "identity" : "tanh";
        ArrayProgram program = new ArrayProgram(random.nextLong(), sizes, activations);
        double scale = List.of(1.0, 1.0, 0.01, 4.0).get(random.nextInt(4));
        for (double[][] layer : program.w) {
            for (double[] row : layer) {
                for (int j = 0; j < row.length; j++) {
                    row[j] *= scale;
                }
            }
        }
        program.decay = random.nextBoolean() ? 0 : 1e-3;
        program.batchSize = List.of(1, 5, 8, 1000).get(random.nextInt(4));
        program.rate = List.of(0.01, 0.1, 0.5).get(random.nextInt(3));
        int epochs = random.nextInt(3) * 4;
        program.learn(data, epochs);
        String what = String.join(" ", activations) + ", weights x " + scale + ", rate " + program.rate + ", batch "
                + program.batchSize + ", " + epochs + " epochs";
        return new Case(what, program.model(), data);
    }

    private static Case reference(Random random, Batch data) {
        Architecture.Layers layers = Architecture.inputs(data.inputCount());
        int depth = random.nextInt(3);
        for (int l = 0; l < depth; l++) {
            int units = 2 + random.nextInt(12);
            layers = switch (random.nextInt(5)) {
                case 0 -> layers.sigmoid(units);
                case 1 -> layers.tanh(units);
                case 2 -> layers.elu(units);
                case 3 -> layers.softplus(units);
                default -> layers.relu(units);
            };
        }
        Architecture architecture = data.outputCount() > 2
                ? layers.softmax(data.outputCount()).softmaxCrossEntropy()
                : layers.identity(data.outputCount()).meanSquaredError();
        Initialiser initialiser = List.of(Initialiser.xavier(), Initialiser.he(), Initialiser.uniform(0.5))
                .get(random.nextInt(3));
        Optimiser optimiser = random.nextBoolean() ? Optimiser.sgd(0.1) : Optimiser.adam(0.01);
        Mlp network = Mlp.of(architecture, initialiser, random.nextLong());
        return new Case(architecture.toString(), network.asModel("reference", optimiser), data);
    }
}
