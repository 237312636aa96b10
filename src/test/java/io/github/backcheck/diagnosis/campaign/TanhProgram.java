package io.github.backcheck.diagnosis.campaign;

import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.ModelBuilder;
import io.github.backcheck.model.Storage;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Batches of 20 through an array of indices; gradient and update, plain or of Adam, in one method. */
@SuppressWarnings("NarrowCalculation") // one of the faults
final class TanhProgram implements TrainingProgram {

    private static final int BATCH = 20;
    private static final int EPOCHS = 15;

    private final Fault fault;
    private final List<Integer> sizes;
    private final TanhData data;
    private final TanhNetwork net;
    private final Random random;
    private final long seed;
    private double eta = 0.1;
    private double momentum = 0;
    private final double[] velocity;
    private final double[] first;
    private final double[] second;
    private double[] earlier;

    TanhProgram(Fault fault, long seed, List<Integer> sizes) {
        this.fault = fault;
        this.seed = seed;
        this.sizes = sizes;
        data = new TanhData(fault, seed, sizes.get(sizes.size() - 1));
        net = new TanhNetwork(fault, 31 * seed, sizes);
        random = new Random(seed);
        velocity = new double[net.theta.length];
        first = new double[net.theta.length];
        second = new double[net.theta.length];
        earlier = new double[net.theta.length];
        switch (fault) {
            case ADAM_UNCORRECTED -> eta = 0.003;
            case RATE_TOO_HIGH -> eta = 20;
            case RATE_LOW -> eta = 0.002;
            case RATE_TWICE, DIVIDED_AGAIN -> eta = 0.01;
            case MOMENTUM_OF_ONE -> {
                eta = 0.01;
                momentum = 1;
            }
            case MOMENTUM_SIGN -> {
                eta = 0.02;
                momentum = -0.9;
            }
            case MOMENTUM_SHARED, UPDATED_TWICE -> {
                eta = 0.02;
                momentum = 0.9;
            }
            default -> {}
        }
    }

    @Override
    public void train() {
        int epochs = fault == Fault.PLATEAU_AT_SHARES ? 1 : EPOCHS;
        for (int epoch = 0; epoch < epochs; epoch++) {
            epoch(data.training, data.targets);
        }
    }

    private void epoch(double[][] x, double[][] y) {
        int[] order = new int[x.length];
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        for (int i = order.length - 1; i > 0 && fault != Fault.SORTED; i--) {
            int j = random.nextInt(i + 1);
            int t = order[i];
            order[i] = order[j];
            if (fault != Fault.ROWS_DUPLICATED) {
                order[j] = t;
            }
        }
        if (fault == Fault.REDRAWN_EACH_EPOCH) {
            net.draw();
        }
        for (int from = 0; from < order.length; from += BATCH) {
            int size = Math.min(BATCH, order.length - from);
            double[][] inputs = new double[size][];
            double[][] targets = new double[size][];
            for (int i = 0; i < size; i++) {
                inputs[i] = x[order[from + i]];
                targets[i] = y[fault == Fault.IMAGES_SHUFFLED_EACH_EPOCH ? from + i : order[from + i]];
            }
            fit(inputs, targets);
        }
    }

    /** Gradient and update in one. */
    private void fit(double[][] x, double[][] y) {
        if (fault == Fault.REDRAWN_EACH_BATCH) {
            net.draw();
        }
        if (fault != Fault.NOT_ZEROED && fault != Fault.RESET_FROM_ALIAS) {
            Arrays.fill(net.g, 0);
        }
        double[] delta = net.startBack(x, y);
        int end = fault == Fault.LOOP_BOUND || fault == Fault.DECAY_HIDES_FROZEN ? 1 : 0;
        for (int l = net.depth() - 1; l >= end; l--) {
            collect(l, x.length, delta);
            if (fault == Fault.UPDATED_WEIGHTS_ON_THE_WAY_BACK) {
                apply(net.offset(l), net.offset(l + 1), x.length);
            }
            if (l > 0) {
                delta = net.carryBack(l, delta);
            }
        }
        penalise();
        if (fault == Fault.ZEROED_BEFORE_APPLIED) {
            Arrays.fill(net.g, 0);
        }
        if (fault != Fault.UPDATED_WEIGHTS_ON_THE_WAY_BACK) {
            apply(0, net.theta.length, x.length);
        }
        if (fault == Fault.UPDATED_TWICE) {
            apply(0, net.theta.length, x.length);
        }
    }

    private void collect(int l, int samples, double[] delta) {
        if (fault == Fault.PRODUCT_OF_MEANS) {
            net.addProductOfMeans(l, delta);
            return;
        }
        for (int s = 0; s < (fault == Fault.FIRST_SAMPLE_ONLY ? 1 : samples); s++) {
            if (fault != Fault.DATA_RACE || random.nextInt(50) > 0) {
                net.add(l, s, delta);
            }
        }
    }

    private void penalise() {
        double lambda = switch (fault) {
            case PENALTY_SIGN -> -net.lambda;
            case PENALTY_DOUBLED -> 2 * net.lambda;
            default -> net.lambda;
        };
        for (int l = 0; l < net.depth(); l++) {
            int end = fault == Fault.PENALTY_ON_BIASES ? net.offset(l + 1) : net.biases(l);
            for (int k = net.offset(l); k < end; k++) {
                net.g[k] += lambda * net.theta[k];
            }
        }
    }

    private void apply(int from, int to, int samples) {
        double rate = switch (fault) {
            case ASCENT -> -eta;
            case RATE_TWICE -> eta * eta;
            case DIVIDED_AGAIN -> eta / samples;
            case INTEGER_DIVISION -> 1 / samples;
            default -> eta;
        };
        double[] theta = fault == Fault.APPLIED_TO_COPY ? net.theta.clone() : net.theta;
        double[] g = fault == Fault.PREVIOUS_GRADIENT ? earlier : net.g;
        for (int k = from; k < to; k++) {
            if (fault == Fault.ADAM_UNCORRECTED) {
                first[k] = 0.9 * first[k] + 0.1 * g[k];
                second[k] = 0.999 * second[k] + 0.001 * g[k] * g[k];
                theta[k] -= rate * first[k] / (Math.sqrt(second[k]) + 1e-8);
            } else if (fault == Fault.RESET_FROM_ALIAS) {
                theta[k] -= g[k] *= rate;
            } else if (fault == Fault.WRONG_VARIABLE && isHiddenBias(k)) {
                g[k] = theta[k] - rate * g[k];
            } else {
                int v = fault == Fault.MOMENTUM_SHARED ? withinLayer(k) : k;
                velocity[v] = momentum * velocity[v] - rate * g[k];
                theta[k] += velocity[v];
            }
        }
        if (fault == Fault.PREVIOUS_GRADIENT) {
            earlier = net.g.clone();
        }
    }

    private boolean isHiddenBias(int k) {
        for (int l = 0; l < net.depth() - 1; l++) {
            if (k >= net.biases(l) && k < net.offset(l + 1)) {
                return true;
            }
        }
        return false;
    }

    /** The two layers of one shape begin anew at the same place. */
    private int withinLayer(int k) {
        return k >= net.offset(2) && k < net.offset(3) ? k - net.offset(2) + net.offset(1) : k;
    }

    private double accuracy(double[][] x, int[] digits) {
        double[][] p = net.predict(x);
        int hits = 0;
        for (int s = 0; s < p.length; s++) {
            if (fault == Fault.ACCURACY_BY_THRESHOLD) {
                for (int k = 0; k < p[s].length; k++) {
                    hits += Math.round(p[s][k]) == (k == digits[s] ? 1 : 0) ? 1 : 0;
                }
                continue;
            }
            int best = 0;
            for (int k = 0; k < p[s].length; k++) {
                if (fault != Fault.ARGMAX_ALWAYS_0 && p[s][k] > p[s][best]) {
                    best = k;
                }
            }
            hits += (fault == Fault.PREDICTION_OFF_BY_ONE ? best + 1 : best) == digits[s] ? 1 : 0;
        }
        if (fault == Fault.ACCURACY_OF_INTS) {
            return 100 * (hits / p.length);
        }
        return 100.0 * hits / p.length / (fault == Fault.ACCURACY_BY_THRESHOLD ? p[0].length : 1);
    }

    private double printedLoss(double[][] x, double[][] y) {
        double sum = 0;
        for (int s = 0; s < x.length; s++) {
            sum += net.loss(new double[][] {x[s]}, new double[][] {y[s]});
        }
        return sum / x.length;
    }

    private String layer(int l) {
        return l == net.depth() - 1 ? "output" : "hidden" + (l + 1);
    }

    @Override
    public Model model() {
        ModelBuilder model = Model.named("flat tanh network, seed " + seed);
        for (int l = 0; l < net.depth(); l++) {
            model.weights(layer(l) + "/W", Storage.flat(net.theta, net.offset(l), net.n[l + 1], net.n[l]))
                    .biases(layer(l) + "/b", Storage.flat(net.theta, net.biases(l), net.n[l + 1], 1));
        }
        model.loss(batch -> net.loss(batch.inputs(), batch.targets()))
                .trainStep(batch -> fit(batch.inputs(), batch.targets()))
                .predict(net::predict)
                .reportedLoss(batch -> printedLoss(batch.inputs(), batch.targets()))
                .epoch(this::epoch)
                .architecture(architecture());
        return sizes.get(sizes.size() - 1) == 1
                ? model.build()
                : model.reportedAccuracy(batch -> accuracy(batch.inputs(), batch.labels()))
                        .build();
    }

    private Architecture architecture() {
        Architecture.Layers layers = Architecture.inputs(net.n[0]);
        for (int l = 1; l < net.depth(); l++) {
            layers = layers.tanh(net.n[l]);
        }
        return layers.softmax(net.n[net.depth()]).softmaxCrossEntropy().l2(net.lambda);
    }

    @Override
    public Batch trainingData() {
        return Batch.of(data.training, data.targets);
    }

    @Override
    public Batch testData() {
        return Batch.of(data.test, data.testTargets);
    }

    @Override
    public double learningRate() {
        return eta;
    }

    @Override
    public int batchSize() {
        return BATCH;
    }
}
