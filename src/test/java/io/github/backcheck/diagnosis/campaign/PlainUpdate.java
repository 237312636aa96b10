package io.github.backcheck.diagnosis.campaign;

/** Updates of arrays by their gradients, with what they remember. */
final class PlainUpdate {

    private static final double MOMENTUM = 0.9;
    private static final double SQUARES = 0.999;
    private static final double EPSILON = 1e-8;

    private final Rule rule;
    private final double[][][] w;
    private final double[][] b;
    private final double[][][] first;
    private final double[][][] second;
    private final double[][] firstOfB;
    private final double[][] secondOfB;
    private int steps;

    /** Ways to update. */
    enum Rule {
        DESCENT(0.01, 0.5),
        MOMENTUM(0.002, 0.1),
        NESTEROV(0.002, 0.1),
        ADAM(0.0005, 0.02),
        RMSPROP(0.0003, 0.01),
        ADAGRAD(0.01, 0.2);

        private final double lowest;
        private final double highest;

        Rule(double lowest, double highest) {
            this.lowest = lowest;
            this.highest = highest;
        }

        /** The lowest learning rate that somebody would try. */
        double lowest() {
            return lowest;
        }

        double highest() {
            return highest;
        }
    }

    PlainUpdate(Rule rule, double[][][] w, double[][] b) {
        this.rule = rule;
        this.w = w;
        this.b = b;
        first = ReluNetwork.zeros(w);
        second = ReluNetwork.zeros(w);
        firstOfB = ReluNetwork.zeros(b);
        secondOfB = ReluNetwork.zeros(b);
    }

    void apply(double rate, double[][][] gw, double[][] gb) {
        steps++;
        for (int l = 0; l < w.length; l++) {
            for (int j = 0; j < w[l].length; j++) {
                row(rate, w[l][j], gw[l][j], first[l][j], second[l][j]);
            }
            row(rate, b[l], gb[l], firstOfB[l], secondOfB[l]);
        }
    }

    private void row(double rate, double[] theta, double[] g, double[] m, double[] v) {
        for (int i = 0; i < theta.length; i++) {
            switch (rule) {
                case DESCENT -> theta[i] -= rate * g[i];
                case MOMENTUM -> {
                    m[i] = MOMENTUM * m[i] - rate * g[i];
                    theta[i] += m[i];
                }
                case NESTEROV -> {
                    m[i] = MOMENTUM * m[i] - rate * g[i];
                    theta[i] += MOMENTUM * m[i] - rate * g[i];
                }
                case ADAM -> {
                    m[i] = MOMENTUM * m[i] + (1 - MOMENTUM) * g[i];
                    v[i] = SQUARES * v[i] + (1 - SQUARES) * g[i] * g[i];
                    double mean = m[i] / (1 - Math.pow(MOMENTUM, steps));
                    double square = v[i] / (1 - Math.pow(SQUARES, steps));
                    theta[i] -= rate * mean / (Math.sqrt(square) + EPSILON);
                }
                case RMSPROP -> {
                    v[i] = MOMENTUM * v[i] + (1 - MOMENTUM) * g[i] * g[i];
                    theta[i] -= rate * g[i] / (Math.sqrt(v[i]) + EPSILON);
                }
                case ADAGRAD -> {
                    v[i] += g[i] * g[i];
                    theta[i] -= rate * g[i] / (Math.sqrt(v[i]) + EPSILON);
                }
            }
        }
    }
}
