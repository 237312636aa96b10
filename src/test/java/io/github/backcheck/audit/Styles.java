package io.github.backcheck.audit;

import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Model;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Small networks as people write them, drawn at random: right ones, and ones with a mistake made by hand. None of them uses
 * the reference network or the catalogue of defects, so that audits can be held against them.
 */
final class Styles {

    private Styles() {}

    /**
     * A program with a mistake.
     *
     * @param name style and mistake
     * @param model a new one at each call, always with the same weights
     * @param data samples that show the mistake
     * @param step what an audit should say is wrong
     * @param layers where, from 0; empty for the loss
     * @param details what else is known
     */
    record Broken(
            String name,
            Supplier<Model> model,
            Supplier<Batch> data,
            String step,
            List<Integer> layers,
            Details details) {
        @Override
        public String toString() {
            return name;
        }
    }

    /**
     * More about a program with a mistake.
     *
     * @param words names of the mistake, any of which would do
     * @param others what else is wrong in the same program; its layers are a function of the depth
     * @param depth number of layers
     * @param stepOnly the same with outputs and training step only
     * @param gradientOnly the same with outputs and gradient only, if the style has a gradient
     * @param correct the same without the mistake
     */
    record Details(
            List<String> words,
            List<Fault> others,
            int depth,
            Supplier<Model> stepOnly,
            Optional<Supplier<Model>> gradientOnly,
            Supplier<Model> correct) {}

    /** What the targets must be like. */
    private enum Targets {
        CLASSES,
        BINARY,
        FROM_0_TO_1,
        FROM_MINUS_1_TO_1,
        ANY
    }

    /**
     * Which of two activations a style is to have, and its other choices.
     *
     * @param seed of the weights
     * @param rate learning rate
     * @param first the first activation or the second
     * @param extra a further choice: penalty, momentum, head
     * @param sizes inputs, then units of each layer
     */
    private record Draw(long seed, double rate, boolean first, boolean extra, List<Integer> sizes) {
        int[] ints() {
            return sizes.stream().mapToInt(Integer::intValue).toArray();
        }

        Draw first(boolean other) {
            return new Draw(seed, rate, other, extra, sizes);
        }

        Draw extra(boolean other) {
            return new Draw(seed, rate, first, other, sizes);
        }
    }

    /** A mistake of any style. */
    private record Mishap(String name, Fault fault, Function<Draw, Program> program, Function<Draw, Draw> suited) {}

    private enum Style {
        NEURON {
            private NeuronStyle make(NeuronStyle.Mistake mistake, Draw d) {
                NeuronStyle.Squash squash = d.first ? new NeuronStyle.SigmoidSquash() : new NeuronStyle.TanhSquash();
                return new NeuronStyle(mistake, squash, d.seed, d.rate, d.ints());
            }

            @Override
            Program correct(Draw d) {
                return make(NeuronStyle.Mistake.NONE, d);
            }

            @Override
            Stream<Mishap> mishaps() {
                return Arrays.stream(NeuronStyle.Mistake.values())
                        .map(m -> new Mishap(m.name(), m.fault, d -> make(m, d), d -> d));
            }

            @Override
            Targets targets(Draw d) {
                return d.first ? Targets.FROM_0_TO_1 : Targets.FROM_MINUS_1_TO_1;
            }
        },
        FLAT {
            private FlatStyle make(FlatStyle.Mistake mistake, Draw d) {
                FlatStyle.Hidden hidden = d.first ? FlatStyle.Hidden.RELU : FlatStyle.Hidden.TANH;
                return new FlatStyle(mistake, hidden, d.extra ? 0.05 : 0, d.seed, d.rate, d.ints());
            }

            @Override
            Program correct(Draw d) {
                return make(FlatStyle.Mistake.NONE, d);
            }

            @Override
            Stream<Mishap> mishaps() {
                return Arrays.stream(FlatStyle.Mistake.values())
                        .map(m -> new Mishap(m.name(), m.fault, d -> make(m, d), d -> suited(m, d)));
            }

            private Draw suited(FlatStyle.Mistake mistake, Draw d) {
                return switch (mistake) {
                    case RELU_MASK_INVERTED -> d.first(true);
                    case TANH_SLOPE_AT_NET -> d.first(false);
                    case PENALTY_SUBTRACTED, PENALTY_MISSING, PENALTY_ON_BIASES, PENALTY_FACTOR, MEAN_AND_PENALTY ->
                        d.extra(true);
                    default -> d;
                };
            }

            @Override
            Targets targets(Draw d) {
                return Targets.CLASSES;
            }
        },
        IN_OUT {
            private InOutStyle make(InOutStyle.Mistake mistake, Draw d) {
                return new InOutStyle(mistake, d.first ? "tanh" : "sigmoid", d.seed, d.rate, d.ints());
            }

            @Override
            Program correct(Draw d) {
                return make(InOutStyle.Mistake.NONE, d);
            }

            @Override
            Stream<Mishap> mishaps() {
                return Arrays.stream(InOutStyle.Mistake.values())
                        .map(m -> new Mishap(m.name(), m.fault, d -> make(m, d), d -> d));
            }

            @Override
            Targets targets(Draw d) {
                return Targets.ANY;
            }
        },
        BIAS_COLUMN {
            @Override
            Program correct(Draw d) {
                return new BiasColumnStyle(BiasColumnStyle.Mistake.NONE, d.seed, d.rate, d.ints());
            }

            @Override
            Stream<Mishap> mishaps() {
                return Arrays.stream(BiasColumnStyle.Mistake.values())
                        .map(m -> new Mishap(
                                m.name(), m.fault, d -> new BiasColumnStyle(m, d.seed, d.rate, d.ints()), d -> d));
            }

            @Override
            Targets targets(Draw d) {
                return Targets.FROM_0_TO_1;
            }
        },
        SIMPLE_MATRIX {
            private SimpleMatrixStyle make(SimpleMatrixStyle.Mistake mistake, Draw d) {
                SimpleMatrixStyle.Learning learning = new SimpleMatrixStyle.Learning(d.seed, d.rate, d.extra ? 0.9 : 0);
                return d.first
                        ? SimpleMatrixStyle.tanh(mistake, learning, d.ints())
                        : SimpleMatrixStyle.linear(mistake, learning, d.ints());
            }

            @Override
            Program correct(Draw d) {
                return make(SimpleMatrixStyle.Mistake.NONE, d);
            }

            @Override
            Stream<Mishap> mishaps() {
                return Arrays.stream(SimpleMatrixStyle.Mistake.values())
                        .map(m -> new Mishap(m.name(), m.fault, d -> make(m, d), d -> suited(m, d)));
            }

            private Draw suited(SimpleMatrixStyle.Mistake mistake, Draw d) {
                return switch (mistake) {
                    case DERIVATIVE_AT_ACTIVATION,
                            SQUARE_MISSING,
                            PRE_ACTIVATION_BELOW,
                            FIRST_ACTIVATION_MISSING,
                            SIGMOID_FORWARD -> d.first(true);
                    case MOMENTUM_SIGN, MOMENTUM_UNDAMPED -> d.extra(true);
                    default -> d;
                };
            }

            @Override
            Targets targets(Draw d) {
                return Targets.ANY;
            }
        },
        ONLINE {
            private OnlineStyle make(OnlineStyle.Mistake mistake, Draw d) {
                return d.first
                        ? OnlineStyle.leakyRelu(mistake, d.seed, d.rate, d.ints())
                        : OnlineStyle.sigmoid(mistake, d.seed, d.rate, d.ints());
            }

            @Override
            Program correct(Draw d) {
                return make(OnlineStyle.Mistake.NONE, d);
            }

            @Override
            Stream<Mishap> mishaps() {
                return Arrays.stream(OnlineStyle.Mistake.values())
                        .map(m -> new Mishap(m.name(), m.fault, d -> make(m, d), d -> suited(m, d)));
            }

            private Draw suited(OnlineStyle.Mistake mistake, Draw d) {
                return switch (mistake) {
                    case LEAK_FORGOTTEN, SLOPES_SWAPPED -> d.first(true);
                    // With a linear output, its error is its delta.
                    case SIGMOID_SLOPE_AT_NET, SIGMOID_SLOPE_SIGN, OUTPUT_ERROR -> d.first(false);
                    default -> d;
                };
            }

            @Override
            Targets targets(Draw d) {
                return d.first ? Targets.ANY : Targets.FROM_0_TO_1;
            }
        },
        FLOAT {
            private FloatStyle make(FloatStyle.Mistake mistake, Draw d) {
                return d.first
                        ? FloatStyle.relu(mistake, d.seed, (float) d.rate, d.ints())
                        : FloatStyle.sigmoid(mistake, d.seed, (float) d.rate, d.ints());
            }

            @Override
            Program correct(Draw d) {
                return make(FloatStyle.Mistake.NONE, d);
            }

            @Override
            Stream<Mishap> mishaps() {
                return Arrays.stream(FloatStyle.Mistake.values())
                        .map(m -> new Mishap(m.name(), m.fault, d -> make(m, d), d -> suited(m, d)));
            }

            private Draw suited(FloatStyle.Mistake mistake, Draw d) {
                return switch (mistake) {
                    case MASK_INVERTED, MASK_AND_BIAS -> d.first(true);
                    case SIGMOID_AT_ACTIVATION -> d.first(false);
                    default -> d;
                };
            }

            @Override
            Targets targets(Draw d) {
                return Targets.CLASSES;
            }
        },
        LAYER_LIST {
            private LayerListStyle make(LayerListStyle.Mistake mistake, Draw d) {
                return new LayerListStyle(
                        mistake,
                        d.first ? "tanh" : "relu",
                        d.extra ? LayerListStyle.Head.SIGMOID_CROSS_ENTROPY : LayerListStyle.Head.TANH_SQUARED_ERROR,
                        new LayerListStyle.Settings(d.seed, d.rate),
                        d.ints());
            }

            @Override
            Program correct(Draw d) {
                return make(LayerListStyle.Mistake.NONE, d);
            }

            @Override
            Stream<Mishap> mishaps() {
                return Arrays.stream(LayerListStyle.Mistake.values())
                        .map(m -> new Mishap(m.name(), m.fault, d -> make(m, d), d -> suited(m, d)));
            }

            private Draw suited(LayerListStyle.Mistake mistake, Draw d) {
                return switch (mistake) {
                    case RELU_MASK_INVERTED -> d.first(false);
                    case DERIVATIVE_AT_ACTIVATION -> d.first(true);
                    case LOSS_DELTA_FUSED, POSITIVE_TERM_ONLY -> d.extra(true);
                    default -> d;
                };
            }

            @Override
            Targets targets(Draw d) {
                return d.extra ? Targets.BINARY : Targets.FROM_MINUS_1_TO_1;
            }
        };

        abstract Program correct(Draw draw);

        /** All constants, also the one that is none. */
        abstract Stream<Mishap> mishaps();

        abstract Targets targets(Draw draw);
    }

    /** Number of styles that the programs go through in turn. */
    static int count() {
        return Style.values().length;
    }

    private static Style style(long index) {
        return Style.values()[(int) Math.floorMod(index, (long) count())];
    }

    /**
     * A correct program with all that it has.
     *
     * @param index any number; the same gives the same
     */
    static Model correct(long index) {
        return program(index).wrap();
    }

    /** The program of {@link #correct}, to be wrapped in another way. */
    static Program program(long index) {
        return style(index).correct(draw(index));
    }

    /** Samples for {@link #correct}. */
    static Batch data(long index) {
        Random random = new Random(index * 31 + 7);
        return batch(style(index).targets(draw(index)), 1 + random.nextInt(8), draw(index), random);
    }

    /** Depth 1 to 4, widths 1 to 12; sometimes all equal, sometimes with a layer of one unit. */
    private static Draw draw(long index) {
        Random random = new Random(index * 7919 + 13);
        int depth = 1 + random.nextInt(4);
        int width = 1 + random.nextInt(12);
        int kind = random.nextInt(4);
        List<Integer> sizes = new ArrayList<>();
        for (int l = 0; l <= depth; l++) {
            sizes.add(kind == 0 ? width : 1 + random.nextInt(12));
        }
        if (kind == 1) {
            sizes.set(random.nextInt(depth + 1), 1);
        } else if (kind == 2) {
            sizes.set(depth, 1);
        }
        boolean first = random.nextBoolean();
        boolean extra = random.nextBoolean();
        Draw draw = new Draw(random.nextLong(), 0.01 + 0.3 * random.nextDouble(), first, extra, sizes);
        // A softmax of one unit is always 1.
        if (style(index).targets(draw) == Targets.CLASSES && sizes.get(depth) == 1) {
            sizes.set(depth, 2);
        }
        return new Draw(draw.seed, draw.rate, first, extra, List.copyOf(sizes));
    }

    private static Batch batch(Targets targets, int samples, Draw draw, Random random) {
        int[] sizes = draw.ints();
        double[][] x = new double[samples][sizes[0]];
        double[][] y = new double[samples][sizes[sizes.length - 1]];
        for (int n = 0; n < samples; n++) {
            Arrays.setAll(x[n], j -> random.nextGaussian());
            Arrays.setAll(y[n], k -> switch (targets) {
                case CLASSES -> 0;
                case BINARY -> random.nextInt(2);
                case FROM_0_TO_1 -> random.nextDouble();
                case FROM_MINUS_1_TO_1 -> 1.8 * random.nextDouble() - 0.9;
                case ANY -> random.nextGaussian();
            });
            if (targets == Targets.CLASSES) {
                y[n][random.nextInt(y[n].length)] = 1;
            }
        }
        return Batch.of(x, y);
    }

    /** Every mistake of every style once. */
    static List<Broken> broken() {
        return broken(1);
    }

    /** Every mistake of every style once, in networks drawn from a seed: 2 to 4 layers, 3 to 6 units wide. */
    static List<Broken> broken(long seed) {
        List<Broken> all = new ArrayList<>();
        for (Style style : Style.values()) {
            style.mishaps()
                    .filter(mishap -> !mishap.name.equals("NONE"))
                    .forEach(mishap -> all.add(broken(style, mishap, seed)));
        }
        return List.copyOf(all);
    }

    private static Broken broken(Style style, Mishap mishap, long seed) {
        Draw draw = mishap.suited.apply(drawFor(mishap, seed));
        // More samples than a layer has units, so that no mean over the wrong axis comes out right.
        Supplier<Batch> data = () -> batch(style.targets(draw), 7, draw, new Random(seed * 17 + 3));
        int depth = draw.sizes.size() - 1;
        Fault fault = mishap.fault;
        Supplier<Program> program = () -> mishap.program.apply(draw);
        return new Broken(
                style + " " + mishap.name,
                () -> program.get().wrap(),
                data,
                fault.step(),
                fault.layers().apply(depth),
                new Details(
                        fault.words(),
                        fault.others(),
                        depth,
                        () -> program.get().wrapStepOnly(),
                        program.get().hasGradient()
                                ? Optional.of(() -> program.get().wrapGradientOnly())
                                : Optional.empty(),
                        () -> style.correct(draw).wrap()));
    }

    private static Draw drawFor(Mishap mishap, long seed) {
        Random random = new Random(seed * 104_729 + mishap.name.hashCode());
        Fault.Shape shape = mishap.fault.shape();
        int depth = shape == Fault.Shape.DEEP_SQUARE ? 3 + random.nextInt(2) : 2 + random.nextInt(3);
        int width = 3 + random.nextInt(4);
        List<Integer> sizes = new ArrayList<>();
        for (int l = 0; l <= depth; l++) {
            sizes.add(shape == Fault.Shape.ANY ? 3 + random.nextInt(4) : width);
        }
        double rate = 0.05 + 0.15 * random.nextDouble();
        return new Draw(random.nextLong(), rate, random.nextBoolean(), random.nextBoolean(), List.copyOf(sizes));
    }
}
