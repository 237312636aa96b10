package io.github.backcheck.probe;

/**
 * What a penalty makes of the gradient of some parameters: a multiple of themselves (λ/2 Σ w²), of their signs (λ Σ |w|), or of
 * both. Fitted by least squares.
 */
record PenaltyShape(double ofValues, double ofSigns) {

    /** Below this the two cannot be told apart, as where all weights are as large as each other. */
    private static final double SINGULAR = 1e-9;

    static PenaltyShape of(double[] gradient, double[] values, int from, int to) {
        double squares = 0;
        double magnitudes = 0;
        double count = 0;
        double withValues = 0;
        double withSigns = 0;
        for (int i = from; i < to; i++) {
            squares += values[i] * values[i];
            magnitudes += Math.abs(values[i]);
            count += values[i] == 0 ? 0 : 1;
            withValues += gradient[i] * values[i];
            withSigns += gradient[i] * Math.signum(values[i]);
        }
        double determinant = squares * count - magnitudes * magnitudes;
        if (determinant <= SINGULAR * squares * count) {
            return new PenaltyShape(squares == 0 ? 0 : withValues / squares, 0);
        }
        return new PenaltyShape(
                (withValues * count - withSigns * magnitudes) / determinant,
                (withSigns * squares - withValues * magnitudes) / determinant);
    }

    void takeOff(double[] gradient, double[] values, int from, int to) {
        for (int i = from; i < to; i++) {
            gradient[i] -= ofValues * values[i] + ofSigns * Math.signum(values[i]);
        }
    }
}
