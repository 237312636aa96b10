package io.github.backcheck.diagnosis;

import io.github.backcheck.mlp.Mlp;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Capability;
import io.github.backcheck.model.Model;

/**
 * How far the network is from what its architecture says, on one batch.
 *
 * @param outputs largest difference of an output against the largest output; 0 without predictions
 * @param loss difference of the losses against the larger of them
 */
public record ForwardGap(double outputs, double loss) {

    /** A logarithm kept from 0 by adding a small number moves the loss this little; a missing bias or penalty, more. */
    private static final double NEGLIGIBLE = 1e-4;

    /** Below this the two are equal up to rounding, and a difference must lie elsewhere. */
    private static final double ROUNDING = 1e-13;

    static ForwardGap of(Model model, Batch batch) {
        Mlp twin = Mlp.twin(model);
        double loss = model.loss(batch);
        double gap = relative(loss, twin.loss(twin.forward(batch.inputMatrix()), batch.targetMatrix()));
        return new ForwardGap(
                model.can(Capability.PREDICT) ? outputs(model.predict(batch), twin.predict(batch.inputs())) : 0, gap);
    }

    private static double outputs(double[][] seen, double[][] expected) {
        double gap = 0;
        double largest = 0;
        for (int sample = 0; sample < seen.length; sample++) {
            for (int output = 0; output < seen[sample].length; output++) {
                gap = Math.max(gap, Math.abs(seen[sample][output] - expected[sample][output]));
                largest = Math.max(largest, Math.abs(expected[sample][output]));
            }
        }
        return share(gap, largest);
    }

    private static double relative(double seen, double expected) {
        return share(Math.abs(seen - expected), Math.max(Math.abs(seen), Math.abs(expected)));
    }

    private static double share(double gap, double size) {
        return gap == 0 ? 0 : gap / size;
    }

    /**
     * Whether the difference can be seen but does not matter.
     *
     * @return true if outputs and loss are the architecture's to 0.01 % and not equal up to rounding
     */
    public boolean isNegligible() {
        double larger = Math.max(outputs, loss);
        return larger > ROUNDING && larger < NEGLIGIBLE;
    }
}
