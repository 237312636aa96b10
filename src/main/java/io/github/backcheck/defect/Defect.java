package io.github.backcheck.defect;

import io.github.backcheck.mlp.BackwardStepName;
import io.github.backcheck.mlp.LearningRule;
import io.github.backcheck.mlp.Optimiser;
import io.github.backcheck.model.Architecture;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * One way in which a hand-written network is wrong: a replacement of one step of the reference network, and the words that
 * explain it. Immutable.
 *
 * <pre>{@code
 * Defect defect = Catalogue.find("derivative-at-activation").orElseThrow();
 * LearningRule wrong = defect.in(LearningRule.of(Optimiser.sgd(0.1)), network.architecture(), 0);
 * Model broken = network.asModel("broken", wrong);
 * }</pre>
 *
 * @param id words joined by hyphens, for example {@code derivative-at-activation}
 * @param change what is done instead of what
 * @param fit in which layers it can be
 * @param words how it is explained
 * @param lookAlikes which defects it cannot be told from, and when
 */
public record Defect(String id, Change change, Fit fit, Words words, List<LookAlike> lookAlikes) {

    /**
     * Copies the list.
     *
     * @param id words joined by hyphens
     * @param change what is done instead of what
     * @param fit in which layers it can be
     * @param words how it is explained
     * @param lookAlikes which defects it cannot be told from
     */
    public Defect {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(change, "change");
        Objects.requireNonNull(fit, "fit");
        Objects.requireNonNull(words, "words");
        lookAlikes = List.copyOf(lookAlikes);
    }

    /** A defect in the making: id and change are known. */
    static Defect of(String id, Change change, Words words) {
        return new Defect(id, change, (architecture, layer) -> true, words, List.of());
    }

    /** The same where it fits and another condition holds. */
    Defect where(Fit condition) {
        return new Defect(id, change, fit.and(condition), words, lookAlikes);
    }

    /** The same with one more defect it cannot be told from. */
    Defect like(String other, String when) {
        List<LookAlike> more = new ArrayList<>(lookAlikes);
        more.add(new LookAlike(other, when));
        return new Defect(id, change, fit, words, more);
    }

    /** Whether another defect is among those it cannot be told from. */
    boolean isLike(String other) {
        return lookAlikes.stream().anyMatch(alike -> alike.defect().equals(other));
    }

    /**
     * Whether the defect can be in a layer.
     *
     * @param architecture of the network
     * @param layer from 0
     * @return false where the step is not taken, where the defect cannot be made, or where it would change nothing; a wrong
     *     loss is one of the last layer
     */
    public boolean fits(Architecture architecture, int layer) {
        return layer >= 0 && change.runsAt(layer, architecture.depth()) && fit.fits(architecture, layer);
    }

    /**
     * A way of learning with this defect in one layer.
     *
     * @param rule without the defect
     * @param architecture of the network
     * @param layer from 0
     * @return a new rule
     * @throws IllegalArgumentException if the defect does not fit the layer, or if it is one of the update and the update
     *     is no {@link Optimiser}
     */
    public LearningRule in(LearningRule rule, Architecture architecture, int layer) {
        if (!fits(architecture, layer)) {
            throw new IllegalArgumentException(
                    "the defect " + id + " does not fit layer " + layer + " (from 0) of " + architecture);
        }
        return change.in(rule, List.of(layer));
    }

    /**
     * A way of learning with this defect in every layer that it fits.
     *
     * @param rule without the defect
     * @param architecture of the network
     * @return a new rule
     * @throws IllegalArgumentException if the defect fits no layer
     */
    public LearningRule everywhere(LearningRule rule, Architecture architecture) {
        List<Integer> layers = IntStream.range(0, architecture.depth())
                .filter(layer -> fits(architecture, layer))
                .boxed()
                .toList();
        if (layers.isEmpty()) {
            throw new IllegalArgumentException("the defect " + id + " fits no layer of " + architecture);
        }
        return change.in(rule, layers);
    }

    /**
     * Whether it is one of a step of backpropagation.
     *
     * @param step the step
     * @return true if that step is what it replaces
     */
    public boolean replaces(BackwardStepName step) {
        return change instanceof Change.Backward backward && backward.step() == step;
    }

    /** As in {@code derivative-at-activation: the derivative is taken at the activation, f'(a) instead of f'(z)}. */
    @Override
    public String toString() {
        return id + ": " + words.title();
    }
}
