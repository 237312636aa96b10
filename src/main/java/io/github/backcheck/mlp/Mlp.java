package io.github.backcheck.mlp;

import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Layer;
import io.github.backcheck.model.Loss;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.ModelLayer;
import io.github.backcheck.model.Parameter;
import io.github.backcheck.model.Trace;
import java.util.Objects;
import java.util.Random;
import org.ejml.data.DMatrixRMaj;

/**
 * The reference network: a plain multi-layer perceptron, a_l = f_l(W_l a_{l−1} + b_l). It holds the weights and knows how
 * to compute outputs and loss; {@link Backpropagation} computes its gradient and {@link Training} trains it.
 *
 * <pre>{@code
 * Architecture architecture = Architecture.inputs(64).tanh(30).softmax(10).softmaxCrossEntropy();
 * Mlp network = Mlp.of(architecture, Initialiser.xavier(), 1);
 * Training.with(Optimiser.adam(0.01)).withEpochs(20).run(network, digits);
 * double[][] outputs = network.predict(inputs);
 *
 * Mlp twin = Mlp.twin(model);      // somebody's network, rebuilt here with the same weights
 * }</pre>
 *
 * <p>Layers are numbered from 0, the layer that reads the inputs. Not thread-safe.
 */
public final class Mlp {

    private final Architecture architecture;
    private final DMatrixRMaj[] weights;
    private final DMatrixRMaj[] biases;
    private final boolean[] hasBiases;
    private final boolean headIsFused;

    /** All weights and biases zero, every layer with biases. */
    private Mlp(Architecture architecture) {
        int depth = architecture.depth();
        this.architecture = architecture;
        this.weights = new DMatrixRMaj[depth];
        this.biases = new DMatrixRMaj[depth];
        this.hasBiases = new boolean[depth];
        this.headIsFused = architecture.loss().requiredHead().isPresent();
        for (int layer = 0; layer < depth; layer++) {
            Layer shape = architecture.layer(layer);
            weights[layer] = new DMatrixRMaj(shape.units(), shape.inputs());
            biases[layer] = new DMatrixRMaj(shape.units(), 1);
            hasBiases[layer] = true;
        }
    }

    /**
     * A new network with random weights, zero biases, and biases in every layer.
     *
     * @param architecture layers, loss and penalty
     * @param initialiser draws the weights
     * @param seed the same seed gives the same weights
     * @return the network
     */
    public static Mlp of(Architecture architecture, Initialiser initialiser, long seed) {
        Objects.requireNonNull(initialiser, "initialiser");
        Mlp network = new Mlp(Objects.requireNonNull(architecture, "architecture"));
        Random random = new Random(seed);
        for (DMatrixRMaj layerWeights : network.weights) {
            initialiser.fill(layerWeights, random);
        }
        return network;
    }

    /**
     * The reference twin of somebody's network: the same architecture and, copied, the weights that it has now. A layer
     * without biases there has biases of zero here that are never updated.
     *
     * @param model a model with an architecture. Not modified.
     * @return a new network that shares nothing with the model
     * @throws IllegalArgumentException if the model has no architecture
     */
    public static Mlp twin(Model model) {
        Architecture architecture = model.architecture()
                .orElseThrow(() -> new IllegalArgumentException("the model " + model.name()
                        + " has no architecture, its twin cannot be built: call architecture(...) on the builder of the"
                        + " model"));
        Mlp twin = new Mlp(architecture);
        for (ModelLayer layer : model.layers()) {
            twin.hasBiases[layer.index()] = layer.biases().isPresent();
        }
        twin.copyFrom(model);
        return twin;
    }

    /**
     * Copies the weights and biases that a model has now, to bring its twin up to date.
     *
     * @param model of the same layers. Not modified.
     * @throws IllegalArgumentException if the model has other layers, or biases in other layers; nothing is copied then
     */
    public void copyFrom(Model model) {
        requireSameLayers(model);
        for (ModelLayer layer : model.layers()) {
            layer.weights().readInto(weights[layer.index()].data);
            if (layer.biases().isPresent()) {
                layer.biases().get().readInto(biases[layer.index()].data);
            }
        }
    }

    private void requireSameLayers(Model model) {
        boolean same = model.layers().size() == weights.length;
        for (int i = 0; same && i < weights.length; i++) {
            ModelLayer layer = model.layers().get(i);
            Parameter theirs = layer.weights();
            same = theirs.rows() == weights[i].numRows
                    && theirs.columns() == weights[i].numCols
                    && layer.biases().isPresent() == hasBiases[i];
        }
        if (!same) {
            throw new IllegalArgumentException("the weights of " + model + " do not fit " + this
                    + ": the same layers were expected, with biases in the same places");
        }
    }

    /**
     * The architecture.
     *
     * @return layers, loss and penalty
     */
    public Architecture architecture() {
        return architecture;
    }

    /**
     * The weights of a layer.
     *
     * @param layer from 0
     * @return live, out x in
     */
    public DMatrixRMaj weights(int layer) {
        return weights[layer];
    }

    /**
     * The biases of a layer.
     *
     * @param layer from 0
     * @return live, units x 1
     */
    public DMatrixRMaj biases(int layer) {
        return biases[layer];
    }

    /**
     * Whether a layer has biases that are trained.
     *
     * @param layer from 0
     * @return false only in a twin of a network whose layer has none; its biases here are zero and stay so
     */
    public boolean hasBiases(int layer) {
        return hasBiases[layer];
    }

    /** Whether the loss delta is ∂ℓ/∂z already, as in {@link Loss#requiredHead()}, which makes an object at each call. */
    boolean headIsFused() {
        return headIsFused;
    }

    /** A new matrix of samples x units for each layer. */
    DMatrixRMaj[] perLayer(int samples) {
        DMatrixRMaj[] matrices = new DMatrixRMaj[weights.length];
        for (int layer = 0; layer < matrices.length; layer++) {
            matrices[layer] = new DMatrixRMaj(samples, weights[layer].numRows);
        }
        return matrices;
    }

    /**
     * Computes z and a of every layer in a new workspace. Where speed matters, keep a {@link ForwardPass} and run it.
     *
     * @param inputs samples x inputs. Not modified.
     * @return a forward pass that has been run
     * @throws IllegalArgumentException if there is no row, if the number of columns is not the number of inputs, or if an
     *     input is NaN or infinite
     */
    public ForwardPass forward(DMatrixRMaj inputs) {
        Matrices.requireColumns(inputs, architecture.inputCount(), "inputs");
        ForwardPass pass = new ForwardPass(this, inputs.numRows);
        pass.run(inputs);
        return pass;
    }

    /**
     * The loss of a batch: the losses ℓ of its samples, averaged or added as the architecture says, plus the penalty
     * (λ/2) Σ w² over all weights.
     *
     * @param pass a forward pass of this network that has been run. Not modified.
     * @param targets samples x outputs. Not modified.
     * @return the loss, which may be NaN or infinite
     * @throws IllegalArgumentException if the pass is another network's, or if the targets have another shape
     * @throws IllegalStateException if the pass has not been run
     */
    public double loss(ForwardPass pass, DMatrixRMaj targets) {
        pass.requireRun();
        if (pass.network() != this) {
            throw new IllegalArgumentException("the forward pass is one of another network, " + pass.network());
        }
        int outputs = architecture.outputCount();
        Matrices.requireShape(targets, pass.samples(), outputs, "targets");
        double[] z = pass.preActivations(weights.length - 1).data;
        double[] a = pass.outputs().data;
        double sum = 0;
        for (int sample = 0; sample < pass.samples(); sample++) {
            sum += architecture.loss().ofSample(z, a, targets.data, sample * outputs, outputs);
        }
        return sum * architecture.reduction().factor(pass.samples()) + penalty();
    }

    private double penalty() {
        if (architecture.l2() == 0) {
            return 0;
        }
        double squares = 0;
        for (DMatrixRMaj layerWeights : weights) {
            for (int i = 0; i < layerWeights.getNumElements(); i++) {
                squares += layerWeights.data[i] * layerWeights.data[i];
            }
        }
        return architecture.l2() / 2 * squares;
    }

    /**
     * Pre-activations and activations of every layer.
     *
     * @param batch samples whose inputs are read
     * @return a copy that does not change with the network
     * @throws IllegalArgumentException if the number of inputs is another
     */
    public Trace trace(Batch batch) {
        return forward(batch.inputMatrix()).trace();
    }

    /**
     * The outputs for many samples.
     *
     * @param inputs samples x inputs, at least one row. Not modified.
     * @return a new array, samples x outputs
     * @throws IllegalArgumentException if there is no row, if the length of a row is not the number of inputs, or if an
     *     input is NaN or infinite
     */
    public double[][] predict(double[][] inputs) {
        return Matrices.toRows(forward(Matrices.ofRows(inputs, architecture.inputCount(), "inputs"))
                .outputs());
    }

    /**
     * Wraps this network as its owner would, with every capability but reseeding: live parameters named {@code layer 1/W},
     * {@code layer 1/b} and so on, loss, gradient, training step, outputs, trace and architecture. A step of training
     * changes this network.
     *
     * @param name what to call the network in reports
     * @param optimiser turns gradients into steps; its moments and velocities belong to the model returned
     * @return the model
     */
    public Model asModel(String name, Optimiser optimiser) {
        return asModel(name, LearningRule.of(optimiser));
    }

    /**
     * Wraps this network together with a way of learning that may have defects. The gradient is what the rule's
     * backpropagation leaves in the accumulators; gradient and training step share one workspace, as in most programs.
     *
     * @param name what to call the network in reports
     * @param rule how gradients are computed and applied
     * @return the model
     */
    public Model asModel(String name, LearningRule rule) {
        return new LearnerModel(new Learner(this, rule)).named(name);
    }

    /** The architecture, as in {@code 64 -> 30 sigmoid -> 10 softmax, softmax cross-entropy, mean over the batch}. */
    @Override
    public String toString() {
        return architecture.toString();
    }
}
