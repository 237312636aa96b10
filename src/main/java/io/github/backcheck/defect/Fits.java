package io.github.backcheck.defect;

import io.github.backcheck.model.Activation;
import io.github.backcheck.model.Elementwise;
import io.github.backcheck.model.Layer;
import io.github.backcheck.model.Loss;
import io.github.backcheck.model.Reduction;

/** The conditions under which defects can be in a layer. */
final class Fits {

    static final Fit ANYWHERE = (architecture, layer) -> true;
    static final Fit NOT_FIRST = (architecture, layer) -> layer > 0;
    static final Fit NOT_LAST = (architecture, layer) -> layer < architecture.depth() - 1;
    static final Fit SEVERAL_UNITS =
            (architecture, layer) -> architecture.layer(layer).units() > 1;
    static final Fit SEVERAL_INPUTS =
            (architecture, layer) -> architecture.layer(layer).inputs() > 1;
    static final Fit SEVERAL_OUTPUTS = (architecture, layer) -> architecture.outputCount() > 1;

    /** As many units as inputs, so that the layer's own values pass for those of its inputs. */
    static final Fit AS_MANY_UNITS_AS_INPUTS = (architecture, layer) ->
            architecture.layer(layer).units() == architecture.layer(layer).inputs();

    /** The weights can be transposed unnoticed, and transposing them changes something. */
    static final Fit SQUARE = AS_MANY_UNITS_AS_INPUTS.and(SEVERAL_UNITS);

    /** The weights of the layer above can be transposed unnoticed. */
    static final Fit SQUARE_ABOVE = NOT_LAST.and((architecture, layer) -> SQUARE.fits(architecture, layer + 1));

    static final Fit SEVERAL_UNITS_ABOVE =
            NOT_LAST.and((architecture, layer) -> SEVERAL_UNITS.fits(architecture, layer + 1));
    static final Fit AS_MANY_UNITS_AS_ABOVE = NOT_LAST.and((architecture, layer) ->
            architecture.layer(layer).units() == architecture.layer(layer + 1).units());
    static final Fit AS_MANY_UNITS_AS_BELOW =
            NOT_FIRST.and((architecture, layer) -> AS_MANY_UNITS_AS_INPUTS.fits(architecture, layer));
    static final Fit SHAPED_AS_ABOVE =
            NOT_LAST.and((architecture, layer) -> sameShape(architecture.layer(layer), architecture.layer(layer + 1)));
    static final Fit SHAPED_AS_BELOW =
            NOT_FIRST.and((architecture, layer) -> SHAPED_AS_ABOVE.fits(architecture, layer - 1));

    /** The layer reads as many numbers as the network. */
    static final Fit READS_AS_MANY_AS_NETWORK =
            NOT_FIRST.and((architecture, layer) -> architecture.layer(layer).inputs() == architecture.inputCount());

    static final Fit AVERAGED = (architecture, layer) -> architecture.reduction() == Reduction.MEAN;
    static final Fit SUMMED = not(AVERAGED);
    static final Fit PENALISED = (architecture, layer) -> architecture.l2() > 0;
    static final Fit LAMBDA_NOT_ONE = PENALISED.and((architecture, layer) -> architecture.l2() != 1);

    static final Fit CROSS_ENTROPY =
            (architecture, layer) -> architecture.loss().requiredHead().isPresent();
    static final Fit SQUARED_ERROR = not(CROSS_ENTROPY);
    static final Fit MEAN_SQUARED_ERROR = (architecture, layer) -> architecture.loss() == Loss.MEAN_SQUARED_ERROR;
    static final Fit SOFTMAX_CROSS_ENTROPY = (architecture, layer) -> architecture.loss() == Loss.SOFTMAX_CROSS_ENTROPY;
    static final Fit BINARY_CROSS_ENTROPY = (architecture, layer) -> architecture.loss() == Loss.BINARY_CROSS_ENTROPY;

    static final Fit IDENTITY = activation(Activation.IDENTITY);
    static final Fit SIGMOID = activation(Activation.SIGMOID);
    static final Fit TANH = activation(Activation.TANH);
    static final Fit RELU = activation(Activation.RELU);
    static final Fit SOFTMAX = activation(Activation.SOFTMAX);
    static final Fit ELEMENTWISE = not(SOFTMAX);
    static final Fit NONLINEAR = not(IDENTITY);

    /** ReLU and leaky ReLU, whose derivative is the same at a as at z. */
    static final Fit RELU_FAMILY = NONLINEAR.and((architecture, layer) ->
            architecture.layer(layer).activation() instanceof Elementwise f && f.isPiecewiseLinear());

    /** The activation derivative does something: f is not the identity, and loss and head are not fused. */
    static final Fit HAS_DERIVATIVE = NONLINEAR.and(not(lastAnd(CROSS_ENTROPY)));

    /** f'(z) is a factor of its own for each unit, and not 1. */
    static final Fit HAS_FACTOR = HAS_DERIVATIVE.and(ELEMENTWISE);

    /** The last layer, where the loss delta is the derivative by z already. */
    static final Fit FUSED_HEAD = lastAnd(CROSS_ENTROPY);

    private Fits() {}

    static Fit not(Fit fit) {
        return (architecture, layer) -> !fit.fits(architecture, layer);
    }

    static Fit either(Fit one, Fit other) {
        return (architecture, layer) -> one.fits(architecture, layer) || other.fits(architecture, layer);
    }

    /** A condition of the layer below. */
    static Fit below(Fit fit) {
        return NOT_FIRST.and((architecture, layer) -> fit.fits(architecture, layer - 1));
    }

    /** A condition of the layer above. */
    static Fit above(Fit fit) {
        return NOT_LAST.and((architecture, layer) -> fit.fits(architecture, layer + 1));
    }

    private static Fit lastAnd(Fit fit) {
        return not(NOT_LAST).and(fit);
    }

    private static Fit activation(Activation activation) {
        return (architecture, layer) -> architecture.layer(layer).activation() == activation;
    }

    private static boolean sameShape(Layer one, Layer other) {
        return one.inputs() == other.inputs() && one.units() == other.units();
    }
}
