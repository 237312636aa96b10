package io.github.backcheck.diagnosis.campaign;

import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Gradient;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.ModelBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Layer objects, one sample after the other, gradients averaged over 10 samples, half squared error. */
@SuppressWarnings("NarrowCalculation") // one of the faults
final class SigmoidProgram implements TrainingProgram {

    private static final int BATCH = 10;
    private static final int EPOCHS = 20;
    private static final double LAMBDA = 1e-4;

    private final Fault fault;
    private final SigmoidData data;
    private final List<SigmoidLayer> layers = new ArrayList<>();
    private final List<SigmoidLayer> evaluated = new ArrayList<>();
    private final List<Integer> sizes;
    private final Random random;
    private final long seed;
    private final boolean crossEntropy;
    private double learningRate = 3;
    private double momentum = 0;
    private double lambda = 0;
    private final List<double[]> kept = new ArrayList<>();
    private List<double[][]> earlierW = new ArrayList<>();
    private List<double[]> earlierB = new ArrayList<>();

    SigmoidProgram(Fault fault, long seed, List<Integer> sizes) {
        this.fault = fault;
        this.seed = seed;
        this.sizes = sizes;
        random = new Random(seed);
        data = new SigmoidData(fault, seed, sizes.get(sizes.size() - 1));
        for (int l = 0; l + 1 < sizes.size(); l++) {
            layers.add(new SigmoidLayer(fault, l, sizes.get(l), sizes.get(l + 1), random));
        }
        crossEntropy = fault == Fault.LOSS_MISMATCH || fault == Fault.LOG_OF_ZERO;
        choose();
        share();
        evaluated.addAll(layers);
        if (fault == Fault.STALE_COPY) {
            evaluated.replaceAll(this::copyOf);
        }
    }

    private SigmoidLayer copyOf(SigmoidLayer layer) {
        SigmoidLayer copy =
                new SigmoidLayer(fault, layers.indexOf(layer), layer.x.length, layer.w.length, new Random());
        for (int j = 0; j < layer.w.length; j++) {
            copy.w[j] = layer.w[j].clone();
            copy.b[j] = layer.b[j];
        }
        return copy;
    }

    private void choose() {
        switch (fault) {
            case RATE_TOO_HIGH -> learningRate = 300;
            case RATE_LOW -> learningRate = 0.05;
            case INTEGER_DIVISION -> learningRate = 1 / 10;
            case RATE_TWICE, DIVIDED_AGAIN -> learningRate = 0.1;
            case MOMENTUM_OF_ONE, MOMENTUM_SIGN, MOMENTUM_SHARED, UPDATED_TWICE -> {
                learningRate = 0.3;
                momentum = fault == Fault.MOMENTUM_OF_ONE ? 1 : fault == Fault.MOMENTUM_SIGN ? -0.9 : 0.9;
            }
            case LOG_OF_ZERO -> learningRate = 0.3;
            case PENALTY_SIGN, PENALTY_DOUBLED, PENALTY_ON_BIASES, DECAY_HIDES_FROZEN -> lambda = LAMBDA;
            case OVER_REGULARISED -> lambda = 1000 * LAMBDA;
            default -> {}
        }
    }

    private void share() {
        if (fault == Fault.ACCUMULATORS_ALIASED) {
            layers.get(2).gw = layers.get(1).gw;
            layers.get(2).gb = layers.get(1).gb;
        }
        if (fault == Fault.BIAS_SHARED) {
            layers.get(2).gb = layers.get(1).gb;
        }
        if (fault == Fault.MOMENTUM_SHARED) {
            layers.get(2).vw = layers.get(1).vw;
            layers.get(2).vb = layers.get(1).vb;
        }
    }

    @Override
    public void train() {
        List<double[]> images = new ArrayList<>(data.images);
        List<double[]> targets = new ArrayList<>(data.targets);
        for (int epoch = 0; epoch < (fault == Fault.PLATEAU_AT_SHARES ? 1 : EPOCHS); epoch++) {
            epoch(images, targets);
        }
    }

    private void epoch(List<double[]> images, List<double[]> targets) {
        if (fault == Fault.REDRAWN_EACH_EPOCH) {
            layers.forEach(SigmoidLayer::draw);
        }
        long order = random.nextLong();
        if (fault == Fault.ROWS_DUPLICATED) {
            for (int n = 0; n < images.size(); n++) {
                int other = random.nextInt(images.size());
                images.set(n, images.get(other));
                targets.set(n, targets.get(other));
            }
        } else if (fault != Fault.SORTED) {
            Collections.shuffle(images, new Random(order));
            if (fault != Fault.IMAGES_SHUFFLED_EACH_EPOCH) {
                Collections.shuffle(targets, new Random(order));
            }
        }
        for (int from = 0; from < images.size(); from += BATCH) {
            int to = Math.min(from + BATCH, images.size());
            trainBatch(images.subList(from, to), targets.subList(from, to));
        }
    }

    private double[] forward(List<SigmoidLayer> through, double[] image) {
        double[] signal = image;
        for (int l = 0; l < through.size(); l++) {
            signal = through.get(l).forward(signal, l == through.size() - 1);
            boolean training = through == layers && fault == Fault.MASK_NOT_APPLIED_BACK;
            if (l == 0 && (training || fault == Fault.DROPOUT_ALWAYS)) {
                through.get(0).drop();
            }
        }
        return signal;
    }

    private void backward(double[] image, double[] target) {
        int last = layers.size() - 1;
        for (int l = last; l >= (fault == Fault.LOOP_BOUND || fault == Fault.DECAY_HIDES_FROZEN ? 1 : 0); l--) {
            SigmoidLayer layer = layers.get(l);
            SigmoidLayer below = layers.get(Math.max(0, l - 1));
            double[] error =
                    l == last ? outputError(layer.a, target) : layers.get(l + 1).carryBack(layer);
            layer.delta = new double[layer.a.length];
            for (int j = 0; j < error.length; j++) {
                boolean plain = l == last
                        && (fault == Fault.DERIVATIVE_MISSING
                                || fault == Fault.DERIVATIVE_TWICE
                                || fault == Fault.OTHER_DERIVATIVE
                                || fault == Fault.DERIVATIVE_OF_LAYER_BELOW
                                || fault == Fault.NO_NONLINEARITY);
                boolean none = l == last && (fault == Fault.OUTPUT_DERIVATIVE || fault == Fault.LOG_OF_ZERO);
                double slope = plain ? layer.a[j] * (1 - layer.a[j]) : none ? 1 : layer.derivative(j, below);
                layer.delta[j] = error[j] * slope;
            }
            layer.accumulate(image, below, layers.get(Math.min(last, l + 1)));
            if (fault == Fault.UPDATED_WEIGHTS_ON_THE_WAY_BACK) {
                layer.update(learningRate / BATCH, momentum);
                layer.reset();
            }
        }
    }

    private double[] outputError(double[] outputs, double[] target) {
        double[] error = new double[outputs.length];
        for (int k = 0; k < outputs.length; k++) {
            error[k] = switch (fault) {
                case SIGN_FLIPPED -> target[k] - outputs[k];
                case FACTOR_TWO -> 2 * (outputs[k] - target[k]);
                case TRUE_CLASS_ONLY -> target[k] == 1 ? outputs[k] - target[k] : 0;
                case GRADIENT_OF_OUTPUT -> 1;
                default -> outputs[k] - target[k];
            };
        }
        return error;
    }

    /** Leaves the gradient in the layers. */
    private void collect(List<double[]> images, List<double[]> targets) {
        layers.forEach(SigmoidLayer::reset);
        for (int n = 0; n < (fault == Fault.FIRST_SAMPLE_ONLY ? 1 : images.size()); n++) {
            if (fault == Fault.DATA_RACE && random.nextInt(50) == 0) {
                continue;
            }
            if (fault == Fault.STALE_BUFFERS) {
                backward(images.get(n), targets.get(n));
                forward(layers, images.get(n));
            } else {
                forward(layers, images.get(n));
                backward(images.get(n), targets.get(n));
            }
        }
        double penalty = switch (fault) {
            case PENALTY_SIGN -> -lambda;
            case PENALTY_DOUBLED -> 2 * lambda;
            default -> lambda;
        };
        layers.forEach(layer -> layer.average(images.size(), penalty));
    }

    private void trainBatch(List<double[]> images, List<double[]> targets) {
        if (fault == Fault.REDRAWN_EACH_BATCH) {
            layers.forEach(SigmoidLayer::draw);
        }
        collect(images, targets);
        if (fault == Fault.UPDATED_WEIGHTS_ON_THE_WAY_BACK) {
            return;
        }
        if (fault == Fault.ZEROED_BEFORE_APPLIED) {
            layers.forEach(SigmoidLayer::reset);
        }
        double rate = switch (fault) {
            case ASCENT -> -learningRate;
            case RATE_TWICE -> learningRate * learningRate;
            case DIVIDED_AGAIN -> learningRate / images.size();
            default -> learningRate;
        };
        if (fault == Fault.PREVIOUS_GRADIENT) {
            exchangeWithEarlier();
        }
        for (SigmoidLayer layer : layers) {
            if (fault == Fault.WRONG_VARIABLE && layer != layers.get(layers.size() - 1)) {
                layer.updateWeightsOnly(rate, momentum);
            } else {
                layer.update(rate, momentum);
            }
            if (fault == Fault.UPDATED_TWICE) {
                layer.update(rate, momentum);
            }
        }
    }

    private void exchangeWithEarlier() {
        List<double[][]> nowW = new ArrayList<>();
        List<double[]> nowB = new ArrayList<>();
        for (int l = 0; l < layers.size(); l++) {
            SigmoidLayer layer = layers.get(l);
            nowW.add(layer.gw);
            nowB.add(layer.gb);
            layer.gw = earlierW.isEmpty() ? new double[layer.w.length][layer.x.length] : earlierW.get(l);
            layer.gb = earlierB.isEmpty() ? new double[layer.w.length] : earlierB.get(l);
        }
        earlierW = nowW;
        earlierB = nowB;
    }

    private double loss(double[][] images, double[][] targets) {
        double sum = 0;
        if (fault == Fault.CACHED_LOSS && kept.size() != images.length) {
            kept.clear();
            for (double[] image : images) {
                kept.add(forward(evaluated, image));
            }
        }
        for (int n = 0; n < images.length; n++) {
            double[] a = fault == Fault.CACHED_LOSS ? kept.get(n) : forward(layers, images[n]);
            for (int k = 0; k < a.length; k++) {
                double y = targets[n][k];
                sum += crossEntropy
                        ? -y * Math.log(a[k]) - (1 - y) * Math.log(1 - a[k])
                        : 0.5 * (a[k] - y) * (a[k] - y);
            }
        }
        double squares = 0;
        for (SigmoidLayer layer : layers) {
            for (double[] row : layer.w) {
                squares += Arrays.stream(row).map(weight -> weight * weight).sum();
            }
        }
        return sum / images.length + lambda / 2 * squares;
    }

    private double[][] predict(double[][] images) {
        double[][] outputs = new double[images.length][];
        for (int n = 0; n < images.length; n++) {
            outputs[n] = forward(evaluated, images[n]).clone();
        }
        return outputs;
    }

    private double accuracy(double[][] images, int[] labels) {
        int correct = 0;
        int total = 0;
        for (int n = 0; n < images.length; n++) {
            double[] a = forward(evaluated, images[n]);
            if (fault == Fault.ACCURACY_BY_THRESHOLD) {
                for (int k = 0; k < a.length; k++) {
                    correct += (a[k] >= 0.5 ? 1 : 0) == (labels[n] == k ? 1 : 0) ? 1 : 0;
                    total++;
                }
                continue;
            }
            double highest = 0;
            int winner = fault == Fault.PREDICTION_OFF_BY_ONE ? 1 : 0;
            for (int k = 0; k < a.length; k++) {
                if (a[k] > highest) {
                    highest = a[k];
                    winner = switch (fault) {
                        case ARGMAX_ALWAYS_0 -> winner;
                        case PREDICTION_OFF_BY_ONE -> k + 1;
                        default -> k;
                    };
                }
            }
            correct += winner == labels[n] ? 1 : 0;
            total++;
        }
        return fault == Fault.ACCURACY_OF_INTS ? correct / total : (double) correct / total;
    }

    @Override
    public Model model() {
        ModelBuilder model = Model.named("layers of sigmoids, seed " + seed);
        for (int l = 0; l < layers.size(); l++) {
            model.weights(name(l) + ".w", layers.get(l).w).biases(name(l) + ".b", layers.get(l).b);
        }
        model.loss(batch -> loss(batch.inputs(), batch.targets()))
                .trainStep(batch -> trainBatch(Arrays.asList(batch.inputs()), Arrays.asList(batch.targets())))
                .predict(this::predict);
        if (fault != Fault.UPDATED_WEIGHTS_ON_THE_WAY_BACK) {
            model.gradient(this::gradient);
        }
        if (fault == Fault.MASK_NOT_APPLIED_BACK) {
            return model.reseed(() -> random.setSeed(seed)).build();
        }
        model.reportedLoss(batch -> loss(batch.inputs(), batch.targets()))
                .epoch((inputs, targets) -> epoch(Arrays.asList(inputs), Arrays.asList(targets)))
                .architecture(architecture());
        return sizes.get(sizes.size() - 1) == 1
                ? model.build()
                : model.reportedAccuracy(batch -> accuracy(batch.inputs(), batch.labels()))
                        .build();
    }

    private String name(int layer) {
        return "layer " + (layer + 1);
    }

    private Gradient gradient(Batch batch) {
        collect(Arrays.asList(batch.inputs()), Arrays.asList(batch.targets()));
        Gradient all = Gradient.of(name(0) + ".w", layers.get(0).gw).and(name(0) + ".b", layers.get(0).gb);
        for (int l = 1; l < layers.size(); l++) {
            all = all.and(name(l) + ".w", layers.get(l).gw).and(name(l) + ".b", layers.get(l).gb);
        }
        return all;
    }

    private Architecture architecture() {
        Architecture.Layers all = Architecture.inputs(sizes.get(0));
        for (int l = 1; l < sizes.size() - 1; l++) {
            all = all.sigmoid(sizes.get(l));
        }
        int outputs = sizes.get(sizes.size() - 1);
        all = fault == Fault.SOFTMAX_ON_ONE_UNIT ? all.softmax(outputs) : all.sigmoid(outputs);
        return (crossEntropy ? all.binaryCrossEntropy() : all.halfSquaredError()).l2(lambda);
    }

    @Override
    public Batch trainingData() {
        return Batch.of(data.images.toArray(double[][]::new), data.targets.toArray(double[][]::new));
    }

    @Override
    public Batch testData() {
        return Batch.of(
                data.testImages.toArray(double[][]::new),
                data.testLabels.stream()
                        .map(label -> data.target(label, Fault.NONE))
                        .toArray(double[][]::new));
    }

    @Override
    public double learningRate() {
        return fault == Fault.INTEGER_DIVISION ? 0.1 : learningRate;
    }

    @Override
    public int batchSize() {
        return BATCH;
    }
}
