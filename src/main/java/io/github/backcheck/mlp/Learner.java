package io.github.backcheck.mlp;

import io.github.backcheck.model.Model;
import io.github.backcheck.model.Parameter.Role;
import io.github.backcheck.model.UpdateWatcher;
import java.util.Objects;
import org.ejml.data.DMatrixRMaj;

/**
 * A network that learns: its workspace, and what the update remembers from one step to the next.
 *
 * <pre>{@code
 * Learner learner = new Learner(network, LearningRule.of(Optimiser.sgd(0.1)));
 * double lossBefore = learner.step(inputs, targets);
 * }</pre>
 *
 * <p>Steps allocate nothing as long as there are no more samples than there ever were, and unless a replaced step does.
 * Not thread-safe.
 */
public final class Learner {

    private final Mlp network;
    private final LearningRule rule;
    private final BackwardPass pass;
    private final UpdateState[] weightStates;
    private final UpdateState[] biasStates;

    /**
     * A learner that has not taken a step.
     *
     * @param network the network; each step modifies its weights and biases
     * @param rule how it learns
     */
    public Learner(Mlp network, LearningRule rule) {
        this.network = Objects.requireNonNull(network, "network");
        this.rule = Objects.requireNonNull(rule, "rule");
        this.pass = new BackwardPass(
                new ForwardPass(network, 1, rule.forward()),
                rule.update() instanceof Optimiser optimiser ? optimiser.learningRate() : 0);
        int depth = network.architecture().depth();
        this.weightStates = new UpdateState[depth];
        this.biasStates = new UpdateState[depth];
        for (int layer = 0; layer < depth; layer++) {
            weightStates[layer] = new UpdateState(pass, layer, Role.WEIGHTS);
            biasStates[layer] = new UpdateState(pass, layer, Role.BIASES);
            if (layer > 0) {
                weightStates[layer].standOn(weightStates[layer - 1]);
                biasStates[layer].standOn(biasStates[layer - 1]);
            }
        }
    }

    /**
     * The network.
     *
     * @return the network given
     */
    public Mlp network() {
        return network;
    }

    /**
     * The workspace. What is written into its accumulators before {@link #update()} is what the update applies.
     *
     * @return live
     */
    public BackwardPass pass() {
        return pass;
    }

    /**
     * Computes outputs and gradient of a batch. The network stays as it is.
     *
     * @param inputs samples x inputs. Not modified.
     * @param targets samples x outputs. Not modified.
     * @return the loss of the batch
     * @throws IllegalArgumentException if a shape does not fit, or if an entry is NaN or infinite
     */
    public double backpropagate(DMatrixRMaj inputs, DMatrixRMaj targets) {
        pass.feed(inputs, targets);
        rule.backpropagation().run(pass);
        return rule.loss().of(pass.forward(), pass.targets());
    }

    /**
     * The loss of a batch as the rule says it. The network stays as it is; the forward pass is overwritten, as by any batch.
     *
     * @param inputs samples x inputs. Not modified.
     * @param targets samples x outputs. Not modified.
     * @return the loss
     * @throws IllegalArgumentException if a shape does not fit, or if an entry is NaN or infinite
     */
    public double loss(DMatrixRMaj inputs, DMatrixRMaj targets) {
        return rule.loss().of(forward(inputs), targets);
    }

    /** Runs the forward pass of the rule, with whatever it keeps between runs. */
    ForwardPass forward(DMatrixRMaj inputs) {
        pass.forward().run(inputs);
        return pass.forward();
    }

    /**
     * Wraps this learner, as {@link Mlp#asModel(String, LearningRule)} wraps a new one: for somebody who trains with
     * {@link #step} and wants to be watched.
     *
     * @param name what to call the network in reports
     * @return the model; its steps are this learner's
     */
    public Model asModel(String name) {
        return new LearnerModel(this).named(name);
    }

    /** Whether somebody may look on while parameters are updated: in an update of one's own anything may be written. */
    boolean updatesEntryByEntry() {
        return rule.update() instanceof Optimiser;
    }

    /** Lets somebody look on while one parameter is updated. */
    void watch(int layer, Role role, UpdateWatcher watcher) {
        (role == Role.WEIGHTS ? weightStates : biasStates)[layer].watch(watcher);
    }

    /** Applies what the accumulators hold to weights and biases. Biases of a layer without are left alone. */
    public void update() {
        for (int layer = 0; layer < weightStates.length; layer++) {
            weightStates[layer].apply(rule.update());
            if (network.hasBiases(layer)) {
                biasStates[layer].apply(rule.update());
            }
        }
    }

    /**
     * One step of training.
     *
     * @param inputs samples x inputs. Not modified.
     * @param targets samples x outputs. Not modified.
     * @return the loss of the batch before the update
     * @throws IllegalArgumentException if a shape does not fit, or if an entry is NaN or infinite; the network is then as
     *     it was
     */
    public double step(DMatrixRMaj inputs, DMatrixRMaj targets) {
        double loss = backpropagate(inputs, targets);
        update();
        return loss;
    }
}
