package io.github.backcheck.diagnosis.campaign;

import static io.github.backcheck.diagnosis.campaign.Expected.anyOf;
import static io.github.backcheck.diagnosis.campaign.Expected.nothing;

import io.github.backcheck.diagnosis.campaign.Expected.Layers;

/** What can be wrong with the programs: the rows of the project's table of faults, and the reports listed below the table. */
@SuppressWarnings("ImmutableEnumChecker") // what is expected is a record of lists that cannot be changed
enum Fault {
    NONE("", "nothing is wrong", nothing()),

    // Data
    INPUTS_UNSCALED("1", "pixels 0..255 are fed as they are", anyOf("inputs-unscaled", "saturated-by-inputs")),
    INPUTS_HARDLY_SCALED("1", "pixels 0..255 are divided by 16", anyOf("inputs-unscaled", "saturated-by-inputs")),
    SCALED_TWICE("2", "pixels are divided by 255 twice", anyOf("inputs-too-small")),
    BLACK_BORDER("3", "half of the pixels are always 0", nothing()),
    BYTES_SIGNED("4", "bytes are read with their sign", anyOf("bytes-with-sign")),
    HEADER_IN_IMAGES("5", "the header of the images is read as pixels", anyOf("header-in-data")),
    HEADER_IN_LABELS("5", "the header of the labels is read as labels", anyOf("header-in-data", "targets-shifted")),
    IMAGES_TRANSPOSED("6", "64 images of 64 pixels, rows and columns exchanged", anyOf("targets-unrelated")),
    LABELS_SHUFFLED("7", "images are shuffled and labels are not", anyOf("targets-unrelated")),
    LABELS_SHIFTED("7", "labels are one image off", anyOf("targets-shifted")),
    IMAGES_SHUFFLED_EACH_EPOCH(
            "7", "the shuffle of each epoch moves images and not labels", anyOf("epoch-changes-data")),
    ONE_HOT_WRONG_COLUMN("8", "one-hot rows have their 1 one column off", anyOf("classes-permuted")),
    PREDICTION_OFF_BY_ONE(
            "8", "the predicted class is counted from 1", anyOf("classes-permuted", "accuracy-miscounted")),
    ONE_HOT_EMPTY("9", "the 1 of one-hot rows is never written", anyOf("targets-not-one-hot")),
    PLATEAU_AT_SHARES("10", "asked after the first epoch, outputs near their mean", nothing()),
    CLASS_IMBALANCE("11", "nine samples of ten are of one class", anyOf("class-imbalance")),
    SORTED("12", "sorted by class and never shuffled", anyOf("batches-one-class")),
    TEST_IN_TRAINING("13", "test samples are among the training samples", anyOf("test-in-training")),
    NAN_INPUT("14", "inputs are NaN", anyOf("not-finite", "refused-nan").beforeTraining()),
    TEST_UNSCALED("15", "test inputs are not scaled as training inputs are", anyOf("test-data-differ")),

    // Start
    WEIGHTS_ZERO(
            "16",
            "all weights start at 0",
            anyOf("units-alike").in(Layers.BELOW_LAST).beforeTraining()),
    WEIGHTS_CONSTANT(
            "16",
            "all weights start at 0.1",
            anyOf("units-alike").in(Layers.BELOW_LAST).beforeTraining()),
    SAME_SEED_PER_ROW(
            "17",
            "each unit is drawn from the same seed",
            anyOf("units-alike").at(Bench.SOFTMAX).in(Layers.BELOW_LAST).beforeTraining()),
    WEIGHTS_TOO_LARGE(
            "18",
            "weights start at -8..8",
            anyOf("weights-too-large", "saturated-by-weights").beforeTraining()),
    WEIGHTS_TOO_SMALL(
            "19",
            "weights start at 1e-7",
            anyOf("weights-too-small").at(Bench.EQUAL_LAYERS).beforeTraining()),
    WEIGHTS_POSITIVE(
            "20",
            "weights start at 0..1",
            anyOf("weights-one-sided").at(Bench.EQUAL_LAYERS).beforeTraining()),
    REDRAWN_EACH_EPOCH("21", "weights are drawn anew in each epoch", anyOf("parameters-redrawn")),
    REDRAWN_EACH_BATCH(
            "21",
            "weights are drawn anew in each step",
            anyOf("parameters-redrawn", "update-wrong:update-redrawn", "training-not-repeatable")),

    // Forward pass
    NO_NONLINEARITY(
            "22",
            "hidden layers have no activation function",
            anyOf(
                            "network-is-linear",
                            "forward-differs:activation-missing",
                            "forward-differs:pre-activations-handed-up")
                    .in(Layers.BELOW_LAST)),
    SOFTMAX_ON_ONE_UNIT(
            "23",
            "softmax of a single unit",
            anyOf("outputs-ignore-parameters")
                    .at(Bench.ONE_OUTPUT)
                    .in(Layers.LAST)
                    .beforeTraining()),
    DOUBLE_SOFTMAX(
            "24",
            "softmax of softmax",
            anyOf("forward-differs:softmax-applied-twice", "forward-differs:loss-softmax-twice")
                    .at(Bench.SOFTMAX)
                    .in(Layers.LAST)),
    SOFTMAX_OVER_BATCH(
            "25",
            "softmax over the samples of a batch",
            anyOf("forward-differs:softmax-over-batch", "samples-influence-each-other")
                    .at(Bench.SOFTMAX)
                    .in(Layers.LAST)),
    HIDDEN_ACTIVATION_ON_OUTPUT(
            "26",
            "the activation function of hidden layers is used in the last one too",
            anyOf("forward-differs:relu-instead", "forward-differs:tanh-instead", "not-finite")
                    .at(Bench.SOFTMAX)
                    .in(Layers.LAST)),
    TARGETS_OUT_OF_REACH(
            "26", "targets are -1 and 1, or the digit itself", anyOf("targets-out-of-range", "targets-not-one-hot")),
    BIAS_NOT_ADDED("27", "biases are not added", anyOf("forward-differs:bias-not-added")),
    WEIGHTS_TRANSPOSED(
            "28",
            "square weights are used transposed",
            anyOf("forward-differs:weights-transposed").at(Bench.EQUAL_LAYERS).in(Layers.BETWEEN)),
    STALE_BUFFERS(
            "29",
            "the activations kept for the way back are one array for all samples",
            anyOf(
                            "backward-step-wrong:activations-of-last-sample",
                            "backward-step-wrong:derivative-of-last-sample",
                            // The same, where all activations are those of the sample before.
                            "backward-step-wrong:target-of-next-sample",
                            "gradient-not-repeatable",
                            "measuring-changes-network")
                    .in(Layers.NONE)),
    DROPOUT_ALWAYS("30", "dropout is active in evaluation too", anyOf("loss-not-repeatable")),
    FORWARD_NOT_RESET(
            "below",
            "the sums of a layer are added to those of the call before",
            anyOf(
                            "loss-not-repeatable",
                            "forward-differs:forward-not-reset",
                            "forward-differs:activations-not-reset",
                            // Says that something of the samples before is left over.
                            "samples-influence-each-other")
                    .in(Layers.NONE)),

    // Loss
    SUM_NOT_MEAN(
            "31",
            "the gradient is the sum over the batch, the loss its mean",
            anyOf("gradient-wrong", "backward-step-wrong:gradient-not-averaged", "update-wrong:update-times-batch")),
    FACTOR_TWO(
            "32",
            "a factor in gradient or loss only",
            anyOf(
                    "gradient-wrong",
                    "backward-step-wrong:loss-delta-doubled",
                    "forward-differs:loss-divided-by-outputs",
                    "forward-differs:loss-of-outputs-averaged",
                    "forward-differs:loss-doubled",
                    "forward-differs:loss-halved")),
    LOSS_MISMATCH(
            "33",
            "the loss is another one than the gradient's",
            anyOf(
                    "forward-differs:loss-half-squared-error-instead",
                    "forward-differs:loss-mean-squared-error-instead",
                    "backward-step-wrong:derivative-on-fused-head",
                    "loss-misreported")),
    LOG_OF_ZERO(
            "34",
            "the logarithm of outputs that are exactly 0, from large inputs or weights",
            anyOf("not-finite", "inputs-unscaled", "saturated-by-inputs", "weights-too-large", "saturated-by-weights")
                    .beforeTraining()),
    CACHED_LOSS(
            "35",
            "the loss is computed from kept outputs",
            anyOf("outputs-ignore-parameters", "forward-differs:activations-not-recomputed")),
    PENALTY_SIGN(
            "36",
            "the penalty is subtracted",
            anyOf("backward-step-wrong:penalty-subtracted", "update-wrong:decay-wrong-sign")),
    PENALTY_DOUBLED(
            "36", "the penalty's gradient has a factor 2 too many", anyOf("backward-step-wrong:penalty-doubled")),
    PENALTY_ON_BIASES("below", "the penalty is applied to biases too", anyOf("backward-step-wrong:penalty-on-biases")),

    // Backward pass
    SIGN_FLIPPED(
            "37",
            "y - a where a - y was meant",
            anyOf("gradient-wrong", "backward-step-wrong:loss-delta-sign", "update-climbs")),
    ALTERNATING_SIGN(
            "38",
            "the derivative has the wrong sign",
            anyOf("backward-step-wrong:derivative-sign", "backward-step-wrong:propagation-sign")),
    DERIVATIVE_AT_ACTIVATION(
            "39",
            "f'(a) is taken for f'(z)",
            anyOf("backward-step-wrong:derivative-at-activation").at(Bench.SMOOTH)),
    DERIVATIVE_GIVEN_Z(
            "39, below",
            "the derivative written for a is given z",
            anyOf("backward-step-wrong:sigmoid-derivative-given-z", "backward-step-wrong:tanh-derivative-given-z")
                    .at(Bench.SMOOTH)),
    DERIVATIVE_TWICE(
            "40",
            "f'(z) is applied twice in hidden layers",
            anyOf("backward-step-wrong:derivative-twice").at(Bench.SMOOTH).in(Layers.BELOW_LAST)),
    DERIVATIVE_MISSING(
            "41",
            "f'(z) is missing in hidden layers",
            anyOf("backward-step-wrong:derivative-missing").in(Layers.BELOW_LAST)),
    OUTPUT_DERIVATIVE(
            "42",
            "f'(z) of the last layer is missing, or one too many",
            anyOf("backward-step-wrong:derivative-missing", "backward-step-wrong:derivative-on-fused-head")
                    .in(Layers.LAST)),
    RELU_INVERTED(
            "43",
            "the derivative of the ReLU is inverted",
            anyOf("backward-step-wrong:relu-derivative-inverted").at(Bench.RELU).in(Layers.BELOW_LAST)),
    LOOP_BOUND(
            "44",
            "the loop ends before the first layer",
            anyOf("backward-never-reaches-layer", "layer-frozen", "backward-step-wrong:propagation-missing")
                    .in(Layers.FIRST)),
    PROPAGATION_TRANSPOSED(
            "45",
            "the weights are used transposed on the way back",
            anyOf("backward-step-wrong:propagation-weights-transposed")
                    .at(Bench.SQUARE_HEAD)
                    .in(Layers.BELOW_LAST)),
    OWN_WEIGHTS_ON_THE_WAY_BACK(
            "45",
            "the wrong layer's weights are used on the way back",
            anyOf("backward-step-wrong:propagation-weights-of-own-layer")
                    .at(Bench.EQUAL_LAYERS)
                    .in(Layers.BELOW_LAST)),
    UPDATED_WEIGHTS_ON_THE_WAY_BACK(
            "46",
            "weights are updated before delta goes through them",
            anyOf("backward-step-wrong:propagation-weights-updated").in(Layers.BELOW_LAST)),
    PRE_ACTIVATION_BELOW(
            "47",
            "delta times the pre-activation of the layer below",
            anyOf("backward-step-wrong:outer-product-pre-activation").in(Layers.ABOVE_FIRST)),
    INPUT_BELOW(
            "47",
            "delta times the inputs of the network",
            anyOf("backward-step-wrong:outer-product-network-inputs")
                    .at(Bench.WIDE)
                    .in(Layers.ABOVE_FIRST)),
    OWN_ACTIVATION_BELOW(
            "below",
            "delta times the layer's own activation",
            anyOf("backward-step-wrong:outer-product-own-activation")
                    .at(Bench.EQUAL_LAYERS)
                    .in(Layers.BETWEEN)),
    WEIGHT_FOR_ACTIVATION("below", "delta times the weight", anyOf("backward-step-wrong:outer-product-with-weights")),
    BIAS_GRADIENT_MISSING(
            "48",
            "biases get no gradient",
            anyOf(
                    "backward-step-wrong:bias-gradient-missing",
                    "backward-step-wrong:bias-gradient-not-stored",
                    "update-wrong:biases-frozen",
                    // Where there is nothing but a step, gradient and update cannot be told apart.
                    "layer-frozen")),
    BIAS_WRONG_AXIS(
            "48",
            "the bias gradient is summed over the units",
            anyOf("backward-step-wrong:bias-gradient-of-all-units")),
    BIAS_LAST_SAMPLE(
            "48",
            "the bias gradient is that of the last sample",
            anyOf("backward-step-wrong:bias-gradient-of-last-sample")),
    BIAS_SIGN("below", "the bias gradient has the opposite sign", anyOf("backward-step-wrong:bias-gradient-sign")),
    BIAS_SHARED(
            "below",
            "hidden layers share one bias gradient",
            anyOf(
                            "backward-step-wrong:bias-gradient-of-layer-above",
                            "backward-step-wrong:accumulator-shared-with-layer-above",
                            "update-wrong:layers-share-one-array")
                    .at(Bench.EQUAL_LAYERS)
                    .in(Layers.BELOW_LAST)),
    BIAS_IS_BIAS("below", "the bias stands for its gradient", anyOf("backward-step-wrong:bias-gradient-is-bias")),
    ASSIGNED_NOT_ADDED(
            "49",
            "'=' for '+=': the last sample only",
            anyOf(
                    "backward-step-wrong:gradient-of-last-sample",
                    "backward-step-wrong:gradient-of-last-sample-not-divided")),
    FIRST_SAMPLE_ONLY(
            "below",
            "the first sample only",
            anyOf(
                    "backward-step-wrong:gradient-of-first-sample",
                    "backward-step-wrong:gradient-of-first-sample-not-divided")),
    MEAN_OVER_UNITS(
            "below",
            "divided by the number of units instead of samples",
            anyOf("backward-step-wrong:gradient-divided-by-units")),
    PRODUCT_OF_MEANS("below", "the product of means", anyOf("backward-step-wrong:product-of-means")),
    TRUE_CLASS_ONLY(
            "50",
            "only the output of the true class gets a delta",
            anyOf(
                            "backward-step-wrong:loss-delta-of-true-class-only",
                            "backward-step-wrong:loss-delta-of-positive-targets-only")
                    .in(Layers.LAST)),
    ACTIVATIONS_CARRIED_BACK(
            "below",
            "hidden deltas are made of outputs",
            anyOf("backward-step-wrong:propagation-of-activations").in(Layers.BELOW_LAST)),
    OTHER_DERIVATIVE(
            "below",
            "the derivative of another activation function",
            anyOf("backward-step-wrong:sigmoid-derivative-instead", "backward-step-wrong:tanh-derivative-instead")
                    .in(Layers.BELOW_LAST)),
    DERIVATIVE_OF_LAYER_BELOW(
            "below",
            "the derivative is that of the layer below",
            anyOf("backward-step-wrong:derivative-of-layer-below")
                    .at(Bench.EQUAL_LAYERS)
                    .in(Layers.BELOW_LAST)),
    BLOCK_ONLY(
            "below",
            "loop bounds of another matrix: a block is written",
            anyOf("backward-step-wrong:block-of-layer-above-stored", "update-wrong:only-a-block-written")
                    .in(Layers.FIRST)),
    GRADIENT_OF_OUTPUT(
            "72",
            "the gradient of the outputs instead of the loss",
            anyOf("backward-step-wrong:loss-delta-one").in(Layers.LAST)),
    MASK_NOT_APPLIED_BACK(
            "below",
            "the dropout mask is not applied on the way back",
            anyOf("gradient-wrong", "backward-step-wrong")
                    .at(Bench.SEPARATE_GRADIENT)
                    .in(Layers.BELOW_LAST)),

    // Accumulation and update
    ACCUMULATORS_ALIASED(
            "51",
            "layers of one shape share one gradient array",
            anyOf(
                            "backward-step-wrong:accumulator-shared-with-layer-above",
                            "backward-step-wrong:gradient-of-layer-above-stored",
                            "update-wrong:layers-share-one-array",
                            "update-wrong:layer-gradient-of-another")
                    .at(Bench.EQUAL_LAYERS)
                    .in(Layers.BETWEEN)),
    RESET_FROM_ALIAS(
            "51",
            "accumulators are reset from templates that are the same arrays",
            anyOf(
                    "steps-add-up",
                    "gradient-not-repeatable",
                    "update-wrong:update-never-reset",
                    "update-wrong:update-accumulator-rescaled")),
    NOT_ZEROED(
            "52",
            "gradients are never set back to 0",
            anyOf("steps-add-up", "gradient-not-repeatable", "update-wrong:update-never-reset")),
    APPLIED_TO_COPY("53", "the update changes a copy", anyOf("update-not-applied", "layer-frozen")),
    ZEROED_BEFORE_APPLIED(
            "53", "gradients are zeroed before they are applied", anyOf("update-not-applied", "layer-frozen")),
    WRONG_VARIABLE(
            "53",
            "db = b - eta db: the hidden biases stay",
            anyOf("update-not-applied", "layer-frozen", "update-wrong:biases-frozen")
                    .in(Layers.BELOW_LAST)),
    ASCENT("54", "the update adds", anyOf("update-climbs")),
    INTEGER_DIVISION("55", "the learning rate is 1 / 10 or 1 / n of ints", anyOf("update-not-applied", "layer-frozen")),
    RATE_TWICE(
            "56",
            "the learning rate is applied twice",
            anyOf("update-wrong:update-rate-squared", "learning-rate-too-low")),
    DIVIDED_AGAIN(
            "56",
            "the step is divided by the batch size twice",
            anyOf("update-wrong:update-divided-by-batch-again", "learning-rate-too-low")),
    DECAY_HIDES_FROZEN(
            "57",
            "the first layer only decays",
            anyOf(
                            "layer-frozen",
                            "update-not-applied",
                            "backward-never-reaches-layer",
                            "update-wrong:layer-skipped",
                            "update-wrong:update-gradient-cleared",
                            "backward-step-wrong:propagation-missing",
                            "backward-step-wrong:penalty-replaces-gradient")
                    .in(Layers.FIRST)),
    MOMENTUM_OF_ONE("58", "the momentum is 1", anyOf("update-wrong:momentum-without-decay", "steps-add-up")),
    MOMENTUM_SIGN("below", "the momentum has the wrong sign", anyOf("update-wrong:momentum-wrong-sign")),
    MOMENTUM_SHARED(
            "58",
            "layers of one shape share one velocity",
            anyOf("update-wrong:layers-share-one-velocity", "update-wrong:layers-share-one-array")
                    .at(Bench.EQUAL_LAYERS)
                    .in(Layers.BETWEEN)),
    ADAM_UNCORRECTED(
            "58",
            "Adam without its bias correction",
            // It spoils the first steps; later its moments are what they should be.
            anyOf("update-wrong:adam-no-bias-correction").at(Bench.ADAM).beforeTraining()),
    UPDATED_TWICE(
            "below", "each gradient is applied twice, with a momentum", anyOf("update-wrong:update-applied-twice")),
    PREVIOUS_GRADIENT(
            "below", "the gradient of the batch before is applied", anyOf("update-wrong:update-previous-gradient")),
    DATA_RACE("59", "threads lose parts of the sum", anyOf("training-not-repeatable", "gradient-not-repeatable")),
    ROWS_DUPLICATED("below", "the shuffle in place doubles rows", anyOf("epoch-changes-data")),

    // Hyper-parameters
    RATE_TOO_HIGH("60", "the learning rate is far too high", anyOf("learning-rate-too-high")),
    RATE_LOW("61", "the learning rate is low, the loss still falls", nothing()),
    VANISHING("62", "deep sigmoids", anyOf("vanishing-gradient").at(Bench.DEEP_SIGMOIDS)),
    /** The high rate is over when it is asked; what it left are weights that are far too large, below them dead units. */
    DYING_RELU(
            "63",
            "a first epoch at a far too high rate kills ReLUs",
            anyOf("dead-units", "frozen-by-units", "weights-too-large")
                    .at(Bench.RELU)
                    .in(Layers.BELOW_LAST)),
    TOO_NARROW("64", "one hidden unit, or two ReLUs", anyOf("too-narrow").at(Bench.TOO_FEW_UNITS)),
    OVER_REGULARISED("64", "a penalty a thousand times too large", anyOf("penalty-too-large")),

    // Evaluation
    ARGMAX_ALWAYS_0("65", "argmax never moves from class 0", anyOf("accuracy-miscounted")),
    ACCURACY_OF_INTS("66", "right / total of ints", anyOf("accuracy-miscounted")),
    STALE_COPY("67", "a copy of the weights is evaluated", anyOf("outputs-ignore-parameters")),
    ACCURACY_BY_THRESHOLD("68", "one-hot entries compared one by one at 0.5", anyOf("accuracy-miscounted")),
    TEST_LABELS_SHIFTED("69", "the test labels are misaligned", anyOf("test-targets-wrong")),

    // Numerics
    EXP_OVERFLOW(
            "70",
            "exp overflows in a softmax without shift, from unscaled inputs or large weights",
            anyOf("not-finite", "inputs-unscaled", "saturated-by-inputs", "weights-too-large", "saturated-by-weights")
                    .at(Bench.SOFTMAX)
                    .beforeTraining());

    private final String row;
    private final String what;
    private final Expected expected;

    Fault(String row, String what, Expected expected) {
        this.row = row;
        this.what = what;
        this.expected = expected;
    }

    /** The row of the table, or that it stands below it. */
    String row() {
        return row;
    }

    String what() {
        return what;
    }

    Expected expected() {
        return expected;
    }
}
