package io.github.backcheck.trial;

import io.github.backcheck.mlp.Mlp;
import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Layer;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.ModelBuilder;
import io.github.backcheck.model.ModelLayer;
import io.github.backcheck.model.Parameter;
import io.github.backcheck.model.Reduction;
import java.util.Arrays;
import java.util.Objects;

/**
 * Trials of the reference network in a program's place: what becomes of the same network on the same samples with right
 * steps, another learning rate, no penalty, more units, another seed. The caller vouches that the architecture is the
 * network's, for example because the gradient check has proven it. The program itself is not called, and its parameters are
 * only read.
 *
 * <pre>{@code
 * TwinTrials twins = TwinTrials.of(Trial.of(model).on(digits));
 * Course wider = twins.run(TwinSetting.with(Optimiser.adam(0.01)).unitsTimes(2));
 * }</pre>
 */
public final class TwinTrials {

    private final Trial trial;
    private final Architecture architecture;

    private TwinTrials(Trial trial, Architecture architecture) {
        this.trial = trial;
        this.architecture = architecture;
    }

    /**
     * Trials on the samples of another trial.
     *
     * @param trial of a model with an architecture; steps, batch size, seed and samples are taken over
     * @return the trials
     * @throws NullPointerException if the trial is null
     * @throws IllegalArgumentException if the model has no architecture
     */
    public static TwinTrials of(Trial trial) {
        Objects.requireNonNull(trial, "the trial is null");
        Architecture architecture = trial.model()
                .architecture()
                .orElseThrow(() -> new IllegalArgumentException("the model "
                        + trial.model().name() + " has no architecture, its reference network cannot be built"));
        return new TwinTrials(trial, architecture);
    }

    /**
     * Trains the reference network.
     *
     * @param twin how
     * @return how it went; the setting says whether the start was fresh
     * @throws NullPointerException if it is null
     */
    public Course run(TwinSetting twin) {
        return run(twin, Setting.asGiven());
    }

    /**
     * Trains the reference network with something changed about the samples, too.
     *
     * @param twin how
     * @param setting inputs, targets, samples, start and factors
     * @return how it went; the setting says whether the start was fresh
     * @throws NullPointerException if something is null
     */
    public Course run(TwinSetting twin, Setting setting) {
        Objects.requireNonNull(twin, "the setting of the twin is null");
        Objects.requireNonNull(setting, "the setting is null");
        boolean fresh = twin.freshSeed().isPresent() || twin.unitsTimes() > 1;
        Model network = network(twin).asModel(trial.model().name() + ", reference", twin.optimiser());
        return trial.with(network)
                .steps(Math.multiplyExact(trial.steps(), twin.stepsTimes()))
                .run(
                        fresh ? setting.start(StartForm.FRESH) : setting,
                        twin.freshSeed().orElse(trial.seed()));
    }

    /** Layers without biases in the program have none here either. Where there are more units, the start is written later. */
    private Mlp network(TwinSetting twin) {
        Architecture changed = changed(twin);
        ModelBuilder builder =
                Model.named(trial.model().name()).loss(batch -> 0).architecture(changed);
        for (ModelLayer layer : trial.model().layers()) {
            Layer shape = changed.layer(layer.index());
            builder.weights(layer.index() + "/W", matrix(layer.weights(), shape.units(), shape.inputs()));
            layer.biases().ifPresent(biases -> builder.biases(layer.index() + "/b", vector(biases, shape.units())));
        }
        return Mlp.twin(builder.build());
    }

    private static double[][] matrix(Parameter weights, int rows, int columns) {
        double[] values = weights.values();
        double[][] matrix = new double[rows][columns];
        for (int row = 0; row < weights.rows(); row++) {
            System.arraycopy(values, row * weights.columns(), matrix[row], 0, weights.columns());
        }
        return matrix;
    }

    private static double[] vector(Parameter biases, int units) {
        return Arrays.copyOf(biases.values(), units);
    }

    private Architecture changed(TwinSetting twin) {
        Architecture.Layers layers = Architecture.inputs(architecture.inputCount());
        for (int i = 0; i < architecture.depth(); i++) {
            Layer layer = architecture.layer(i);
            int factor = i == architecture.depth() - 1 ? 1 : twin.unitsTimes();
            layers = layers.layer(Math.multiplyExact(layer.units(), factor), layer.activation());
        }
        Architecture same = layers.loss(architecture.loss()).l2(twin.penalty().orElse(architecture.l2()));
        return architecture.reduction() == Reduction.SUM ? same.summed() : same;
    }
}
