package io.github.backcheck.diagnosis;

import java.util.Locale;

/** What can be found. Each id has a page of its name in {@code docs/findings/}. The order is that of causes before effects. */
public enum FindingId {
    /** A parameter, the loss, a gradient entry or an output is NaN or infinite. */
    NOT_FINITE("A parameter, the loss, a gradient entry or an output is NaN or infinite."),
    /** The same batch at the same parameters gives another loss when asked twice. */
    LOSS_NOT_REPEATABLE("The same batch at the same parameters gives another loss when asked twice."),
    /** The same batch at the same parameters gives another gradient when asked twice. */
    GRADIENT_NOT_REPEATABLE("The same batch at the same parameters gives another gradient when asked twice."),
    /** Asking for the loss or the gradient changes the network. */
    MEASURING_CHANGES_NETWORK("Asking for the loss or the gradient changes the network."),
    /** Training changes numbers of the network that were not given as parameters. */
    PARAMETERS_MISSING("Training changes numbers of the network that were not given as parameters."),
    /** The header of the data file was read as if it were a sample. */
    HEADER_IN_DATA("The header of the data file was read as if it were a sample."),
    /** Bytes were read with a sign, so that bright pixels became negative. */
    BYTES_WITH_SIGN("Bytes were read with a sign, so that bright pixels became negative."),
    /** Targets that are meant to be one-hot are not. */
    TARGETS_NOT_ONE_HOT("Targets that are meant to be one-hot are not."),
    /** Targets lie where the output activation cannot go. */
    TARGETS_OUT_OF_RANGE("Targets lie where the output activation cannot go."),
    /** Targets belong to the inputs some rows before or after. */
    TARGETS_SHIFTED("Targets belong to the inputs some rows before or after."),
    /** A pass through the data loses or doubles samples, or parts them from their targets. */
    EPOCH_CHANGES_DATA("A pass through the data loses or doubles samples, or parts them from their targets."),
    /** The outputs for a sample depend on the other samples of the batch. */
    SAMPLES_INFLUENCE_EACH_OTHER("The outputs for a sample depend on the other samples of the batch."),
    /** Outputs or loss stay the same when the parameters change. */
    OUTPUTS_IGNORE_PARAMETERS("Outputs or loss stay the same when the parameters change."),
    /** The network does not compute what its architecture says. */
    FORWARD_DIFFERS("The network does not compute what its architecture says."),
    /** A network of several layers computes a linear function of its inputs. */
    NETWORK_IS_LINEAR("A network of several layers computes a linear function of its inputs."),
    /** The gradient of a layer is exactly 0 although the loss depends on the layer. */
    BACKWARD_NEVER_REACHES_LAYER("The gradient of a layer is exactly 0 although the loss depends on the layer."),
    /** The gradient is not 0, but training leaves the parameters as they are. */
    UPDATE_NOT_APPLIED("The gradient is not 0, but training leaves the parameters as they are."),
    /** A training step goes up the gradient. */
    UPDATE_CLIMBS("A training step goes up the gradient."),
    /** Training steps on the same batch from the same parameters grow evenly. */
    STEPS_ADD_UP("Training steps on the same batch from the same parameters grow evenly."),
    /** Training draws the parameters anew. */
    PARAMETERS_REDRAWN("Training draws the parameters anew."),
    /** The update has a defect that is known by name. */
    UPDATE_WRONG("The update has a defect that is known by name."),
    /** Training leaves parameters as they are, and it is not known why. */
    LAYER_FROZEN("Training leaves parameters as they are, and it is not known why."),
    /** A step of the backward pass has a defect that is known by name. */
    BACKWARD_STEP_WRONG("A step of the backward pass has a defect that is known by name."),
    /** The analytic gradient is not the numeric one. */
    GRADIENT_WRONG("The analytic gradient is not the numeric one."),
    /** The first layer has nothing to learn from because all inputs are 0. */
    FROZEN_BY_INPUTS("The first layer has nothing to learn from because all inputs are 0."),
    /** The inputs are so large that the network cannot learn from them. */
    INPUTS_UNSCALED("The inputs are so large that the network cannot learn from them."),
    /** The inputs are so small that the network hardly sees them. */
    INPUTS_TOO_SMALL("The inputs are so small that the network hardly sees them."),
    /** Units of a hidden layer start alike. */
    UNITS_ALIKE("Units of a hidden layer start alike."),
    /** All weights of a layer have the same sign. */
    WEIGHTS_ONE_SIDED("All weights of a layer have the same sign."),
    /** The weights are so large that the network cannot learn from where it is. */
    WEIGHTS_TOO_LARGE("The weights are so large that the network cannot learn from where it is."),
    /** The weights are so small that the network cannot learn from where it is. */
    WEIGHTS_TOO_SMALL("The weights are so small that the network cannot learn from where it is."),
    /** The steps are in the right direction and too long. */
    LEARNING_RATE_TOO_HIGH("The steps are in the right direction and too long."),
    /** The steps are in the right direction and far too short. */
    LEARNING_RATE_TOO_LOW("The steps are in the right direction and far too short."),
    /** The penalty holds the weights so small that nothing can be learned. */
    PENALTY_TOO_LARGE("The penalty holds the weights so small that nothing can be learned."),
    /** The data are sorted by class, and training does not shuffle them. */
    BATCHES_ONE_CLASS("The data are sorted by class, and training does not shuffle them."),
    /** Nothing in the inputs tells the targets. */
    TARGETS_UNRELATED("Nothing in the inputs tells the targets."),
    /** Classes are predicted under each other's numbers. */
    CLASSES_PERMUTED("Classes are predicted under each other's numbers."),
    /** Almost all samples are of one class, and the others are never predicted. */
    CLASS_IMBALANCE("Almost all samples are of one class, and the others are never predicted."),
    /** The test inputs were prepared in another way than the training inputs. */
    TEST_DATA_DIFFER("The test inputs were prepared in another way than the training inputs."),
    /** The test targets do not belong to the test inputs. */
    TEST_TARGETS_WRONG("The test targets do not belong to the test inputs."),
    /** Test samples occur among the training samples. */
    TEST_IN_TRAINING("Test samples occur among the training samples."),
    /** The gradient is right and shrinks from layer to layer until nothing is left. */
    VANISHING_GRADIENT("The gradient is right and shrinks from layer to layer until nothing is left."),
    /** A layer has too few units to tell the samples apart. */
    TOO_NARROW("A layer has too few units to tell the samples apart."),
    /** A layer does not change because nothing above it lets a gradient through. */
    FROZEN_BY_UNITS("A layer does not change because nothing above it lets a gradient through."),
    /** Units are saturated because the inputs are too large. */
    SATURATED_BY_INPUTS("Units are saturated because the inputs are too large."),
    /** Units are saturated because the weights or biases are too large. */
    SATURATED_BY_WEIGHTS("Units are saturated because the weights or biases are too large."),
    /** Most units of a hidden layer give the same activation for every sample. */
    DEAD_UNITS("Most units of a hidden layer give the same activation for every sample."),
    /** A few training steps make finite numbers NaN or infinite. */
    TRAINING_DIVERGES("A few training steps make finite numbers NaN or infinite."),
    /** Every sample gets the same answer. */
    CONSTANT_PREDICTION("Every sample gets the same answer."),
    /** The same question gets another answer, in its last digits or at random. */
    TRAINING_NOT_REPEATABLE("The same question gets another answer, in its last digits or at random."),
    /** The accuracy that the program prints is not that of its predictions. */
    ACCURACY_MISCOUNTED("The accuracy that the program prints is not that of its predictions."),
    /** The loss that the program prints is not the loss that it descends. */
    LOSS_MISREPORTED("The loss that the program prints is not the loss that it descends."),
    /** The network does not learn, and no check says why. */
    NOT_LEARNING("The network does not learn, and no check says why."),
    /** Nothing is wrong: the loss is still falling. */
    NEEDS_MORE_TRAINING("Nothing is wrong: the loss is still falling."),
    /** Nothing is wrong: from other random weights the same network learns. */
    LOCAL_MINIMUM("Nothing is wrong: from other random weights the same network learns.");

    private final String summary;

    FindingId(String summary) {
        this.summary = summary;
    }

    /**
     * The id in words joined by hyphens.
     *
     * @return for example {@code gradient-wrong}
     */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * What is the case wherever this is found.
     *
     * @return one sentence
     */
    public String summary() {
        return summary;
    }

    /**
     * Where the finding is explained.
     *
     * @return a path from the project's root, for example {@code docs/findings/gradient-wrong.md}
     */
    public String page() {
        return "docs/findings/" + id() + ".md";
    }

    @Override
    public String toString() {
        return id();
    }
}
