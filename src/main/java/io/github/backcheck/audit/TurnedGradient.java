package io.github.backcheck.audit;

import io.github.backcheck.model.Batch;

/** Minus a gradient, for programs whose gradient points down the loss and whose update adds it. */
final class TurnedGradient implements GradientOracle {

    private final GradientOracle down;

    TurnedGradient(GradientOracle down) {
        this.down = down;
    }

    @Override
    public String source() {
        return "minus " + down.source();
    }

    @Override
    public double[][] at(double[][] parameters, Batch batch) {
        double[][] turned = down.at(parameters, batch);
        for (double[] values : turned) {
            for (int i = 0; i < values.length; i++) {
                values[i] = -values[i];
            }
        }
        return turned;
    }
}
