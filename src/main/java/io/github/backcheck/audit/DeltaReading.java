package io.github.backcheck.audit;

import io.github.backcheck.audit.Layers.Part;
import io.github.backcheck.model.Parameter.Role;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/**
 * Reads δ of a layer off the gradient of its weights or of its biases, for layers whose δ no defect reproduces. One sample
 * gives dW = δ aᵀ and db = δ; several samples give dW = Σ δₙ aₙᵀ, from which the δₙ follow as long as the a are independent.
 */
final class DeltaReading {

    private final List<Observation> observations;
    private final int layer;

    DeltaReading(List<Observation> observations, int layer) {
        this.observations = observations;
        this.layer = layer;
    }

    /** From the weights; empty if some gradient is no sum of products with the activations below. */
    Optional<List<double[]>> fromWeights() {
        return ofEach(one -> fromWeights(one).or(() -> stacked(one, this::fromWeights)));
    }

    /** Empty if it is not known for some observation. */
    private Optional<List<double[]>> ofEach(Function<Observation, Optional<double[]>> reading) {
        List<double[]> deltas = new ArrayList<>();
        for (Observation one : observations) {
            Optional<double[]> delta = reading.apply(one);
            if (delta.isEmpty()) {
                return Optional.empty();
            }
            deltas.add(delta.get());
        }
        return Optional.of(deltas);
    }

    private Optional<double[]> fromWeights(Observation one) {
        return one.seen(layer, Role.WEIGHTS).flatMap(part -> solve(one, part));
    }

    private Optional<double[]> fromBiases(Observation one) {
        return one.seen(layer, Role.BIASES).map(Part::values);
    }

    /** Least squares for δ in reduction · δᵀ A + λ W = dW, with A of samples x inputs. */
    private Optional<double[]> solve(Observation one, Part part) {
        int units = one.twin().architecture().layer(layer).units();
        int inputs = one.twin().architecture().layer(layer).inputs();
        int samples = one.batch().size();
        if (inputs < samples) {
            return Optional.empty();
        }
        DMatrixRMaj a = new DMatrixRMaj(samples, inputs, true, one.inputsOf(layer));
        double[] withoutPenalty = Vectors.sum(
                part.values(),
                -one.twin().architecture().l2(),
                Arrays.copyOf(one.twin().weights(layer).data, part.values().length));
        DMatrixRMaj dw = new DMatrixRMaj(units, inputs, true, withoutPenalty);
        DMatrixRMaj gram = new DMatrixRMaj(samples, samples);
        CommonOps_DDRM.multTransB(a, a, gram);
        DMatrixRMaj right = new DMatrixRMaj(samples, units);
        CommonOps_DDRM.multTransB(a, dw, right);
        DMatrixRMaj delta = new DMatrixRMaj(samples, units);
        if (!CommonOps_DDRM.solve(gram, right, delta)) {
            return Optional.empty();
        }
        DMatrixRMaj again = new DMatrixRMaj(units, inputs);
        CommonOps_DDRM.multTransA(delta, a, again);
        boolean fits =
                Vectors.distance(again.data, withoutPenalty) <= 1e-7 * Vectors.norm(withoutPenalty) + part.rounding();
        CommonOps_DDRM.divide(delta, one.twin().architecture().reduction().factor(samples));
        return fits ? Optional.of(delta.data) : Optional.empty();
    }

    /** Right for single samples, and from the weights for several. */
    Optional<List<double[]>> fromBatches(List<double[]> right) {
        return ofEach(one -> one.isSingle() ? Optional.of(right.get(observations.indexOf(one))) : fromWeights(one));
    }

    /** From the biases of single samples; what belongs to a larger batch is put together from its samples. */
    Optional<List<double[]>> fromBiases() {
        return ofEach(one -> one.isSingle() ? fromBiases(one) : stacked(one, this::fromBiases));
    }

    private Optional<double[]> stacked(Observation batch, Function<Observation, Optional<double[]>> ofSingle) {
        int units = batch.twin().architecture().layer(layer).units();
        double[] stacked = new double[batch.batch().size() * units];
        for (int sample = 0; sample < batch.batch().size(); sample++) {
            double[] input = batch.batch().input(sample);
            double[] target = batch.batch().target(sample);
            Optional<double[]> single = observations.stream()
                    .filter(one -> one.isSingle() && one.twin() == batch.twin())
                    .filter(one -> Arrays.equals(one.batch().input(0), input)
                            && Arrays.equals(one.batch().target(0), target))
                    .flatMap(one -> ofSingle.apply(one).stream())
                    .findFirst();
            if (single.isEmpty()) {
                return Optional.empty();
            }
            System.arraycopy(single.get(), 0, stacked, sample * units, units);
        }
        return Optional.of(stacked);
    }
}
