package io.github.backcheck.audit;

import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.Parameter;
import io.github.backcheck.model.Precision;

/** Whether the program's own loss rises or falls along a direction in parameter space. Leaves the parameters at the start. */
final class LossSlope {

    /** Relative to the parameters. */
    private static final double STEP_DOUBLE = 1e-4;

    private static final double STEP_SINGLE = 1e-2;

    /** Relative to the loss: what its rounding may make of a difference. */
    private static final double NOISE_DOUBLE = 1e-11;

    private static final double NOISE_SINGLE = 1e-5;

    private final Model model;
    private final Batch batch;
    private final double[][] start;
    private final boolean single;

    LossSlope(Model model, Batch batch, double[][] start) {
        this.model = model;
        this.batch = batch;
        this.start = start;
        this.single = model.parameters().stream().map(Parameter::precision).anyMatch(p -> p == Precision.SINGLE);
    }

    /**
     * A central difference.
     *
     * @param direction one array per parameter; arrays of length 0 stand for no movement. Not modified.
     * @return 1 if the loss rises, −1 if it falls, 0 if neither is clear
     */
    int sign(double[][] direction) {
        double length = norm(direction);
        if (!(length > 0) || Double.isInfinite(length)) {
            return 0;
        }
        double h = (single ? STEP_SINGLE : STEP_DOUBLE) * (1 + norm(start)) / length;
        double up = lossAt(direction, h);
        double down = lossAt(direction, -h);
        new StepTaker(model).assign(start);
        double noise = (single ? NOISE_SINGLE : NOISE_DOUBLE) * (Math.abs(up) + Math.abs(down));
        double rise = up - down;
        return Math.abs(rise) > noise ? (int) Math.signum(rise) : 0;
    }

    private double lossAt(double[][] direction, double h) {
        double[][] there = new double[start.length][];
        for (int p = 0; p < start.length; p++) {
            there[p] = start[p].clone();
            for (int i = 0; i < direction[p].length; i++) {
                there[p][i] += h * direction[p][i];
            }
        }
        new StepTaker(model).assign(there);
        return model.loss(batch);
    }

    private static double norm(double[][] all) {
        double squares = 0;
        for (double[] values : all) {
            for (double value : values) {
                squares += value * value;
            }
        }
        return Math.sqrt(squares);
    }
}
