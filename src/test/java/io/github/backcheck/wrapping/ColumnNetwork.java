package io.github.backcheck.wrapping;

import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Gradient;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.Storage;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleBinaryOperator;

/** One column per sample; parameters and gradients in maps by name, new matrices at each step. Sigmoid output, cross-entropy. */
class ColumnNetwork {

    final Map<String, double[][]> params = new HashMap<>();

    ColumnNetwork(long seed, int inputs, int hidden, int outputs) {
        Random random = new Random(seed);
        params.put("W1", zip(new double[hidden][inputs], new double[1][1], (w, zero) -> random.nextGaussian()));
        params.put("b1", new double[hidden][1]);
        params.put("W2", zip(new double[outputs][hidden], new double[1][1], (w, zero) -> random.nextGaussian()));
        params.put("b2", new double[outputs][1]);
    }

    /** Entry by entry; where the other is a column or a single number, it is repeated. */
    static double[][] zip(double[][] a, double[][] b, DoubleBinaryOperator f) {
        double[][] c = new double[a.length][a[0].length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a[0].length; j++) {
                c[i][j] = f.applyAsDouble(a[i][j], b[i % b.length][j % b[0].length]);
            }
        }
        return c;
    }

    static double[][] dot(double[][] a, double[][] b) {
        double[][] c = new double[a.length][b[0].length];
        for (int i = 0; i < a.length; i++) {
            for (int k = 0; k < b.length; k++) {
                for (int j = 0; j < b[0].length; j++) {
                    c[i][j] += a[i][k] * b[k][j];
                }
            }
        }
        return c;
    }

    static double[][] transpose(double[][] a) {
        double[][] c = new double[a[0].length][a.length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a[0].length; j++) {
                c[j][i] = a[i][j];
            }
        }
        return c;
    }

    private double[][] hidden(double[][] X) {
        return zip(dot(params.get("W1"), X), params.get("b1"), (z, b) -> Math.tanh(z + b));
    }

    double[][] forward(double[][] X) {
        return zip(dot(params.get("W2"), hidden(X)), params.get("b2"), (z, b) -> 1 / (1 + Math.exp(-z - b)));
    }

    Map<String, double[][]> backward(double[][] X, double[][] Y) {
        double[][] m = {{X[0].length}};
        double[][] A1 = hidden(X);
        double[][] dZ2 = zip(zip(forward(X), Y, (a, y) -> a - y), m, (d, n) -> d / n);
        double[][] dZ1 = zip(dot(transpose(params.get("W2")), dZ2), A1, this::derivative);
        double[][] ones = zip(new double[X[0].length][1], m, (zero, n) -> 1);
        Map<String, double[][]> grads = new HashMap<>();
        grads.put("W1", dot(dZ1, transpose(X)));
        grads.put("b1", dot(dZ1, ones));
        grads.put("W2", dot(dZ2, transpose(A1)));
        grads.put("b2", dot(dZ2, ones));
        return grads;
    }

    double derivative(double d, double a) {
        return d * (1 - a * a);
    }

    void update(Map<String, double[][]> grads, double alpha) {
        params.replaceAll((name, p) -> zip(p, grads.get(name), (w, g) -> w - alpha * g));
    }

    /** The bug: the square is missing. */
    static class SquareMissing extends ColumnNetwork {
        SquareMissing(long seed) {
            super(seed, 2, 8, 1);
        }

        @Override
        double derivative(double d, double a) {
            return d * (1 - a);
        }
    }

    static Model wrap(ColumnNetwork net) {
        return Model.named("samples in columns")
                .weights("W1", Storage.supplied(() -> Storage.of(net.params.get("W1"))))
                .biases("b1", Storage.supplied(() -> Storage.of(net.params.get("b1"))))
                .weights("W2", Storage.supplied(() -> Storage.of(net.params.get("W2"))))
                .biases("b2", Storage.supplied(() -> Storage.of(net.params.get("b2"))))
                .gradient(batch -> gradient(net.backward(transpose(batch.inputs()), transpose(batch.targets()))))
                .trainStep(batch -> net.update(net.backward(transpose(batch.inputs()), transpose(batch.targets())), 1))
                .predict(x -> transpose(net.forward(transpose(x))))
                .architecture(Architecture.inputs(2).tanh(8).sigmoid(1).binaryCrossEntropy())
                .build();
    }

    static Gradient gradient(Map<String, double[][]> g) {
        return Gradient.of("W1", g.get("W1"))
                .and("b1", g.get("b1"))
                .and("W2", g.get("W2"))
                .and("b2", g.get("b2"));
    }
}
