package io.github.backcheck.audit;

import io.github.backcheck.gradient.LivelyWeights;
import io.github.backcheck.mlp.Mlp;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.ModelException;
import io.github.backcheck.model.ModelLayer;
import io.github.backcheck.model.Parameter;
import io.github.backcheck.model.ParameterSnapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;

/**
 * The questions that a network is asked: a batch twice, then single samples, all of it at the given parameters and at others,
 * where biases of zero no longer hide that they are not added. Parameters are put back bit for bit.
 */
final class AuditCalls {

    /** Rows of the batch that are used at most: each further sample says little that is new. */
    private static final int MOST_SAMPLES = 8;

    /** Spread of the moves, as a share of the typical weight of the layer. */
    private static final double MOVE = 0.6;

    /** Typical weights times the root of the number of inputs; about 1 is usual. */
    private static final double RUN_AWAY = 100;

    static final String GIVEN = "at the given parameters";
    static final String MOVED = "at moved parameters";

    /** One question. */
    static final class Call {
        final int point;
        final Batch batch;

        Call(int point, Batch batch) {
            this.point = point;
            this.batch = batch;
        }

        String where() {
            return point == 0 ? GIVEN : MOVED;
        }
    }

    /** Questions with their answers, in the order in which they were asked. */
    static final class Answers<T> {
        final List<Call> calls = new ArrayList<>();
        final List<T> answers = new ArrayList<>();
        boolean singleSamplesFail;
    }

    private final Model model;
    private final Batch batch;
    private final long seed;
    private final List<Mlp> twins = new ArrayList<>();

    AuditCalls(Model model, Batch batch, long seed) {
        this.model = model;
        this.batch = batch.size() > MOST_SAMPLES ? batch.slice(0, MOST_SAMPLES) : batch;
        this.seed = seed;
        atEachPoint(point -> twins.add(Mlp.twin(model)));
    }

    /** The samples that questions are about. */
    Batch batch() {
        return batch;
    }

    /** The network's twin at a point. */
    Mlp twin(int point) {
        return twins.get(point);
    }

    /**
     * Asks everything. A network that throws on a single sample, as one of fixed batch size does, is asked about the batch
     * only.
     *
     * @throws ModelException if it throws on the batch
     */
    <T> Answers<T> ask(Function<Batch, T> question) {
        Answers<T> answers = new Answers<>();
        atEachPoint(point -> {
            ask(question, point, batch, answers);
            ask(question, point, batch, answers);
            int last = batch.size() - 1;
            for (int sample : last == 0 ? new int[0] : new int[] {0, last, last / 2}) {
                if (!answers.singleSamplesFail) {
                    try {
                        ask(question, point, batch.select(sample), answers);
                    } catch (ModelException e) {
                        answers.singleSamplesFail = true;
                    }
                }
            }
        });
        return answers;
    }

    private static <T> void ask(Function<Batch, T> question, int point, Batch batch, Answers<T> answers) {
        T answer = question.apply(batch);
        answers.calls.add(new Call(point, batch));
        answers.answers.add(answer);
    }

    /** What is done at each point. */
    private interface Visit {
        void at(int point);
    }

    private void atEachPoint(Visit visit) {
        try (ParameterSnapshot before = model.snapshot()) {
            Point[] points = Point.values();
            for (int i = 0; i < points.length; i++) {
                before.restore();
                if (points[i] == Point.LIVELY && !hasRunAway()) {
                    continue;
                }
                points[i].assign(model, batch, seed);
                visit.at(i);
            }
        }
    }

    /** Whether weights are far beyond what anybody draws. */
    private boolean hasRunAway() {
        return model.layers().stream()
                .map(ModelLayer::weights)
                .anyMatch(weights -> typicalWeight(weights) * Math.sqrt(weights.columns()) > RUN_AWAY);
    }

    /** Where questions are asked. A unit that is on one side of 0 for all samples at one of them is on the other at another. */
    private enum Point {
        GIVEN {
            @Override
            void assign(Model model, Batch batch, long seed) {}
        },
        MOVED {
            @Override
            void assign(Model model, Batch batch, long seed) {
                move(model, seed);
            }
        },
        NEGATED {
            @Override
            void assign(Model model, Batch batch, long seed) {
                move(model, seed);
                model.parameters().forEach(AuditCalls::negate);
            }
        },
        LAST_NEGATED {
            @Override
            void assign(Model model, Batch batch, long seed) {
                move(model, seed);
                model.layers().get(model.layers().size() - 1).parameters().forEach(AuditCalls::negate);
            }
        },
        /** Weights that have run away hide everything, however they are moved. */
        LIVELY {
            @Override
            void assign(Model model, Batch batch, long seed) {
                LivelyWeights.assign(model, batch, seed);
            }
        };

        abstract void assign(Model model, Batch batch, long seed);
    }

    private static void move(Model model, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (ModelLayer layer : model.layers()) {
            double size = MOVE * typicalWeight(layer.weights());
            for (Parameter parameter : layer.parameters()) {
                double[] values = parameter.values();
                for (int i = 0; i < values.length; i++) {
                    values[i] += size * random.nextGaussian();
                }
                parameter.assign(values);
            }
        }
    }

    private static void negate(Parameter parameter) {
        double[] values = parameter.values();
        Arrays.setAll(values, i -> -values[i]);
        parameter.assign(values);
    }

    /** Root mean square; of a layer whose weights are all zero, what one would have drawn. */
    private static double typicalWeight(Parameter weights) {
        double squares = 0;
        for (double weight : weights.values()) {
            squares += weight * weight;
        }
        return squares == 0 ? 1 / Math.sqrt(weights.columns()) : Math.sqrt(squares / weights.size());
    }
}
