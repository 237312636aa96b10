package io.github.backcheck.diagnosis.campaign;

import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Gradient;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.ModelBuilder;
import io.github.backcheck.model.Storage;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Batches of 32, shuffled in place; descent with or without momentum. */
@SuppressWarnings("NarrowCalculation") // one of the faults
final class ReluProgram implements TrainingProgram {

    private static final int BATCH = 32;
    private static final int EPOCHS = 15;

    private final Fault fault;
    private final long seed;
    private final List<Integer> sizes;
    private final ReluData data;
    private final ReluNetwork net;
    private final ReluGradient gradient;
    private final Random random;
    private double eta = 0.1;
    private double mu = 0;
    private final double[][][] vw;
    private final double[][] vb;
    private double[][][] earlierW;
    private double[][] earlierB;

    ReluProgram(Fault fault, long seed, List<Integer> sizes) {
        this.fault = fault;
        this.seed = seed;
        this.sizes = sizes;
        this.data = new ReluData(fault, seed, sizes.get(sizes.size() - 1));
        this.net = new ReluNetwork(fault, seed, sizes);
        this.gradient = new ReluGradient(fault, seed, net);
        this.random = new Random(seed + 1);
        this.vw = ReluNetwork.zeros(net.w);
        this.vb = ReluNetwork.zeros(net.b);
        this.earlierW = ReluNetwork.zeros(net.w);
        this.earlierB = ReluNetwork.zeros(net.b);
        switch (fault) {
            case MOMENTUM_OF_ONE -> set(0.02, 1);
            case MOMENTUM_SIGN -> set(0.02, -0.9);
            case UPDATED_TWICE -> set(0.02, 0.9);
            case MOMENTUM_SHARED -> {
                set(0.02, 0.9);
                vw[2] = vw[1];
            }
            case RATE_TOO_HIGH -> set(10, 0);
            case RATE_LOW -> set(0.002, 0);
            case RATE_TWICE, DIVIDED_AGAIN -> set(0.01, 0);
            case INTEGER_DIVISION -> set(1 / BATCH, 0);
            default -> {}
        }
    }

    private void set(double rate, double momentum) {
        eta = rate;
        mu = momentum;
    }

    @Override
    public void train() {
        double[][] x = data.x.clone();
        double[][] y = data.y.clone();
        if (fault == Fault.DYING_RELU) {
            eta = 30;
            epoch(x, y);
            eta = 0.1;
        }
        for (int epoch = 0; epoch < (fault == Fault.PLATEAU_AT_SHARES ? 1 : EPOCHS); epoch++) {
            epoch(x, y);
        }
    }

    private void epoch(double[][] x, double[][] y) {
        if (fault == Fault.REDRAWN_EACH_EPOCH) {
            net.draw();
        }
        if (fault != Fault.SORTED) {
            shuffle(x, y);
        }
        for (int from = 0; from < x.length; from += BATCH) {
            int to = Math.min(from + BATCH, x.length);
            trainBatch(Arrays.copyOfRange(x, from, to), Arrays.copyOfRange(y, from, to));
        }
    }

    private void shuffle(double[][] x, double[][] y) {
        for (int i = x.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            double[] image = x[i];
            double[] target = y[i];
            x[i] = x[j];
            if (fault != Fault.IMAGES_SHUFFLED_EACH_EPOCH) {
                y[i] = y[j];
            }
            if (fault != Fault.ROWS_DUPLICATED) {
                x[j] = image;
                y[j] = fault == Fault.IMAGES_SHUFFLED_EACH_EPOCH ? y[j] : target;
            }
        }
    }

    private void trainBatch(double[][] x, double[][] y) {
        if (fault == Fault.REDRAWN_EACH_BATCH) {
            net.draw();
        }
        double rate = switch (fault) {
            case RATE_TWICE -> eta * eta;
            case DIVIDED_AGAIN -> eta / x.length;
            case ASCENT -> -eta;
            default -> eta;
        };
        if (fault == Fault.UPDATED_WEIGHTS_ON_THE_WAY_BACK) {
            net.backward(x, y, gradient, layer -> update(layer, rate));
            return;
        }
        net.backward(x, y, gradient, layer -> {});
        if (fault == Fault.ZEROED_BEFORE_APPLIED) {
            gradient.reset(net);
        }
        double[][][] nowW = net.gw;
        double[][] nowB = net.gb;
        if (fault == Fault.PREVIOUS_GRADIENT) {
            net.gw = earlierW;
            net.gb = earlierB;
        }
        for (int l = 0; l < net.w.length; l++) {
            update(l, rate);
            if (fault == Fault.UPDATED_TWICE) {
                update(l, rate);
            }
        }
        if (fault == Fault.PREVIOUS_GRADIENT) {
            earlierW = nowW;
            earlierB = nowB;
            net.gw = ReluNetwork.zeros(net.w);
            net.gb = ReluNetwork.zeros(net.b);
        }
    }

    private void update(int l, double rate) {
        for (int i = 0; i < net.w[l].length; i++) {
            double[] row = fault == Fault.APPLIED_TO_COPY ? net.w[l][i].clone() : net.w[l][i];
            for (int j = 0; j < row.length; j++) {
                if (fault == Fault.RESET_FROM_ALIAS) {
                    row[j] -= net.gw[l][i][j] *= rate;
                } else {
                    vw[l][i][j] = mu * vw[l][i][j] - rate * net.gw[l][i][j];
                    row[j] += vw[l][i][j];
                }
            }
        }
        double[] biases = fault == Fault.APPLIED_TO_COPY ? net.b[l].clone() : net.b[l];
        for (int j = 0; j < biases.length; j++) {
            switch (fault) {
                case WRONG_VARIABLE -> {
                    if (l < net.w.length - 1) {
                        net.gb[l][j] = biases[j] - rate * net.gb[l][j];
                    } else {
                        biases[j] -= rate * net.gb[l][j];
                    }
                }
                case RESET_FROM_ALIAS -> biases[j] -= net.gb[l][j] *= rate;
                default -> {
                    vb[l][j] = mu * vb[l][j] - rate * net.gb[l][j];
                    biases[j] += vb[l][j];
                }
            }
        }
    }

    private double accuracy(double[][] x, int[] labels) {
        double[][] p = net.predict(x);
        int right = 0;
        int entries = 0;
        for (int n = 0; n < x.length; n++) {
            int predicted = 0;
            for (int k = 1; k < p[n].length; k++) {
                double best = fault == Fault.ARGMAX_ALWAYS_0 ? Double.MAX_VALUE : p[n][predicted];
                predicted = p[n][k] > best ? k : predicted;
            }
            predicted += fault == Fault.PREDICTION_OFF_BY_ONE ? 1 : 0;
            right += predicted == labels[n] ? 1 : 0;
            for (int k = 0; k < p[n].length; k++) {
                entries += (p[n][k] > 0.5) == (labels[n] == k) ? 1 : 0;
            }
        }
        return switch (fault) {
            case ACCURACY_OF_INTS -> right / x.length;
            case ACCURACY_BY_THRESHOLD -> entries / (double) (x.length * p[0].length);
            default -> right / (double) x.length;
        };
    }

    /** The mean over batches, as it is printed after each epoch. */
    private double printedLoss(double[][] x, double[][] y) {
        double sum = 0;
        int batches = 0;
        for (int from = 0; from < x.length; from += BATCH) {
            int to = Math.min(from + BATCH, x.length);
            int share = to - from;
            sum += share * net.loss(Arrays.copyOfRange(x, from, to), Arrays.copyOfRange(y, from, to));
            batches += share;
        }
        return sum / batches;
    }

    @Override
    public Model model() {
        ModelBuilder model = Model.named("digits with ReLUs, seed " + seed);
        for (int l = 0; l < net.w.length; l++) {
            model.weightsInByOut("W" + (l + 1), net.w[l]).biases("b" + (l + 1), net.b[l]);
        }
        model.loss(batch -> net.loss(batch.inputs(), batch.targets()))
                .trainStep(batch -> trainBatch(batch.inputs(), batch.targets()))
                .predict(net::predict);
        if (fault != Fault.UPDATED_WEIGHTS_ON_THE_WAY_BACK) {
            model.gradient(this::gradient);
        }
        if (fault == Fault.MASK_NOT_APPLIED_BACK) {
            return model.reseed(() -> net.random.setSeed(seed)).build();
        }
        model.reportedLoss(batch -> printedLoss(batch.inputs(), batch.targets()))
                .epoch(this::epoch)
                .architecture(architecture());
        return sizes.get(sizes.size() - 1) == 1
                ? model.build()
                : model.reportedAccuracy(batch -> accuracy(batch.inputs(), batch.labels()))
                        .build();
    }

    private Gradient gradient(Batch batch) {
        net.backward(batch.inputs(), batch.targets(), gradient, layer -> {});
        Gradient all = Gradient.of("W1", Storage.of(net.gw[0]).transposed()).and("b1", net.gb[0]);
        for (int l = 1; l < net.w.length; l++) {
            all = all.and("W" + (l + 1), Storage.of(net.gw[l]).transposed()).and("b" + (l + 1), net.gb[l]);
        }
        return all;
    }

    private Architecture architecture() {
        Architecture.Layers layers = Architecture.inputs(sizes.get(0));
        for (int l = 1; l < sizes.size() - 1; l++) {
            layers = layers.relu(sizes.get(l));
        }
        return layers.softmax(sizes.get(sizes.size() - 1)).softmaxCrossEntropy().l2(net.lambda);
    }

    @Override
    public Batch trainingData() {
        return Batch.of(data.x, data.y);
    }

    @Override
    public Batch testData() {
        return Batch.of(data.testX, data.testTargets());
    }

    @Override
    public double learningRate() {
        return fault == Fault.INTEGER_DIVISION ? 1.0 / BATCH : eta;
    }

    @Override
    public int batchSize() {
        return BATCH;
    }
}
