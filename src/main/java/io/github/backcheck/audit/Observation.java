package io.github.backcheck.audit;

import io.github.backcheck.audit.Layers.Part;
import io.github.backcheck.mlp.Backpropagation;
import io.github.backcheck.mlp.BackwardPass;
import io.github.backcheck.mlp.ForwardPass;
import io.github.backcheck.mlp.ForwardPropagation;
import io.github.backcheck.mlp.LayerGradient;
import io.github.backcheck.mlp.Mlp;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Parameter.Role;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.ejml.data.DMatrixRMaj;

/**
 * One gradient of a program, on one batch at certain parameters, and a workspace in which single layers of the reference
 * network are replayed on the same batch at the same parameters.
 */
final class Observation {

    /** Replays with slightly other pre-activations differ by what rounding may do; this much more is allowed. */
    private static final double WOBBLES = 16;

    /** Relative difference up to which two ways of computing the same are the same, in double precision. */
    private static final double SAME = 1e-8;

    /** The same in roundings, for programs of floats. */
    private static final double SAME_ROUNDINGS = 4000;

    /** A difference up to this many times as large is not held against a program. */
    private static final double NEAR = 100;

    /** How much larger than its rounding something must be to say anything. */
    private static final double CLEAR = 1e3;

    /**
     * Where and how the reference network is replayed.
     *
     * @param twin with the parameters of the moment of reading
     * @param forward the program's forward pass
     * @param batch the samples
     * @param roundOff of the program's arithmetic
     */
    record Setting(Mlp twin, ForwardPropagation forward, Batch batch, double roundOff) {
        BackwardPass pass(double rate) {
            BackwardPass pass = new BackwardPass(new ForwardPass(twin, batch.size(), forward), rate);
            pass.feed(batch.inputMatrix(), batch.targetMatrix());
            pass.begin();
            return pass;
        }
    }

    private final Setting setting;
    private final Layers seen;
    private final Layers wobble;
    private final BackwardPass pass;

    private Observation(Setting setting, Layers seen, Layers wobble, double rate) {
        this.setting = setting;
        this.seen = seen;
        this.wobble = wobble;
        this.pass = setting.pass(rate);
    }

    static Observation of(Setting setting, Layers seen, Layers wobble) {
        return new Observation(setting, seen, wobble, 0);
    }

    /** The same if what was seen is a step with this learning rate. */
    Observation atRate(double rate) {
        return new Observation(setting, seen.map(part -> part.dividedBy(rate)), wobble, rate);
    }

    /** The same numbers beside replays of steps that know the learning rate of the updates. */
    Observation withRate(double rate) {
        return new Observation(setting, seen, wobble, rate);
    }

    /** The same with other numbers. */
    Observation with(UnaryOperator<Layers> change) {
        return new Observation(setting, change.apply(seen), wobble, pass.learningRate());
    }

    /** The same without what a decay of the weights adds to the change of a step; one decay for each layer. */
    Observation without(List<Decay> decays) {
        int[] layer = {0};
        Layers rest = seen.mapByRole((role, part) -> {
            int at = role == Role.WEIGHTS ? layer[0]++ : layer[0] - 1;
            double[] parameter = role == Role.WEIGHTS ? twin().weights(at).data : twin().biases(at).data;
            return decays.get(at).without(part, role, parameter);
        });
        return new Observation(setting, rest, wobble, pass.learningRate());
    }

    Batch batch() {
        return setting.batch();
    }

    boolean isSingle() {
        return batch().size() == 1;
    }

    /** A workspace of its own, fed and cleared. */
    BackwardPass freshPass() {
        return setting.pass(pass.learningRate());
    }

    Mlp twin() {
        return setting.twin();
    }

    /** Empty for biases that the layer does not have or of which the program says nothing. */
    Optional<Part> seen(int layer, Role role) {
        Optional<Part> part = role == Role.WEIGHTS ? Optional.of(seen.weights(layer)) : seen.biases(layer);
        return part.filter(Part::isKnown);
    }

    /** Whether anything is not 0. */
    boolean saysAnything() {
        for (int layer = 0; layer < twin().architecture().depth(); layer++) {
            for (Role role : Role.values()) {
                if (seen(layer, role)
                        .filter(part -> Vectors.norm(part.values()) > part.rounding())
                        .isPresent()) {
                    return true;
                }
            }
        }
        return false;
    }

    /** What was seen, weights before biases, first layer first. */
    List<Part> parts() {
        return seen.parts();
    }

    /** What a pass accumulated, for the parameters that the program has. */
    Layers like(BackwardPass accumulated) {
        int[] layer = {0};
        return seen.mapByRole((role, part) -> {
            int at = role == Role.WEIGHTS ? layer[0]++ : layer[0] - 1;
            return new Part(of(accumulated.accumulator(at), role).data.clone(), part.rounding());
        });
    }

    /** Whether nothing is known of some parameter of a layer. */
    boolean isSilent(int layer) {
        return !seen.weights(layer).isKnown()
                || seen.biases(layer).filter(part -> !part.isKnown()).isPresent();
    }

    double[] inputsOf(int layer) {
        DMatrixRMaj inputs = pass.forward().layerInputs(layer);
        return Arrays.copyOf(inputs.data, inputs.getNumElements());
    }

    double[] preActivations(int layer) {
        DMatrixRMaj z = pass.forward().preActivations(layer);
        return Arrays.copyOf(z.data, z.getNumElements());
    }

    /** Lets replays of a layer see what the layer above is known to have: its δ, and the gradient that the program has there. */
    void put(int layer, double[] delta) {
        System.arraycopy(delta, 0, pass.delta(layer).data, 0, delta.length);
        for (Role role : Role.values()) {
            seen(layer, role).ifPresent(part -> {
                copy(part, of(pass.gradient(layer), role));
                copy(part, of(pass.accumulator(layer), role));
            });
        }
    }

    private static void copy(Part part, DMatrixRMaj into) {
        System.arraycopy(part.values(), 0, into.data, 0, part.values().length);
    }

    static DMatrixRMaj of(LayerGradient gradient, Role role) {
        return role == Role.WEIGHTS ? gradient.weights() : gradient.biases();
    }

    /** Replays the δ of a layer from that of the layer above. */
    double[] delta(Backpropagation plan, int layer) {
        plan.computeDelta(pass, layer);
        DMatrixRMaj delta = pass.delta(layer);
        return Arrays.copyOf(delta.data, delta.getNumElements());
    }

    /** Replays the gradient of a layer from its δ; what {@link #replayed} gives is then of this replay. */
    void replay(Backpropagation plan, int layer, double[] delta) {
        System.arraycopy(delta, 0, pass.delta(layer).data, 0, delta.length);
        pass.gradient(layer).clear();
        pass.accumulator(layer).clear();
        plan.computeGradient(pass, layer);
    }

    /** Lets the next replay of a layer find what the call before left: what it answered, and its gradient. */
    void leave(int layer, Observation before, Layers answer) {
        for (Role role : Role.values()) {
            Optional<Part> answered = role == Role.WEIGHTS ? Optional.of(answer.weights(layer)) : answer.biases(layer);
            answered.filter(Part::isKnown).ifPresent(part -> copy(part, of(pass.previousAccumulator(layer), role)));
            before.seen(layer, role).ifPresent(part -> copy(part, of(pass.previousGradient(layer), role)));
        }
    }

    /** Live, of the last replay. */
    double[] replayed(int layer, Role role) {
        return of(pass.accumulator(layer), role).data;
    }

    /** How well a replay gives what was seen. */
    Match match(int layer, Role role, double[] replayed) {
        return seen(layer, role)
                .map(part -> match(part, replayed, rounding(layer, role, part), setting.roundOff()))
                .orElse(Match.NOTHING_SEEN);
    }

    private double rounding(int layer, Role role, Part part) {
        double mine = role == Role.WEIGHTS
                ? wobble.weights(layer).rounding()
                : wobble.biases(layer).orElseThrow().rounding();
        return part.rounding() + WOBBLES * mine;
    }

    private static Match match(Part seen, double[] replayed, double rounding, double roundOff) {
        double size = Math.max(Vectors.norm(seen.values()), Vectors.norm(replayed));
        double distance = Vectors.distance(seen.values(), replayed);
        return new Match(distance, size, rounding, Math.max(SAME, SAME_ROUNDINGS * roundOff));
    }

    /**
     * Two arrays held against each other.
     *
     * @param distance norm of the difference
     * @param size norm of the larger one
     * @param rounding norm that the difference may have by rounding
     * @param same relative difference up to which two numbers are the same
     */
    record Match(double distance, double size, double rounding, double same) {
        private static final Match NOTHING_SEEN = new Match(0, 0, 0, 0);

        boolean holds() {
            return distance <= same * size + rounding;
        }

        /** Whether one of them is 0 and the other is not. */
        boolean isAllOrNothing() {
            return distance > 0 && distance == size;
        }

        /** Whether the difference is too small to blame anybody. */
        boolean isNear() {
            return holds() || (distance <= NEAR * (same * size + rounding) && distance <= size / 2);
        }

        /** Whether the numbers are large enough that anything else would be seen to differ. */
        boolean tells() {
            return size > 0 && size > CLEAR * rounding;
        }

        double residual() {
            return size == 0 ? 0 : distance / size;
        }
    }
}
