package io.github.backcheck.testing;

import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Model;
import java.util.Objects;
import java.util.function.Consumer;
import org.opentest4j.AssertionFailedError;

/**
 * The assertions as things that a model can be required to satisfy, for AssertJ and whatever else takes a {@code Consumer}.
 *
 * <pre>{@code
 * assertThat(model).satisfies(hasRightGradients(batch), hasRightUpdates(batch));
 * }</pre>
 *
 * <p>AssertJ is not needed to load or to use this class. A requirement that is not met throws what {@link NetworkAssertions}
 * throws, with a message that begins on a line of its own, as those of AssertJ do.
 */
public final class NetworkRequirements {

    private NetworkRequirements() {}

    /**
     * The gradient is that of the loss: {@link NetworkAssertions#assertGradients(Model, Batch)}.
     *
     * @param batch the samples
     * @return throws where it is not so
     */
    public static Consumer<Model> hasRightGradients(Batch batch) {
        return hasRightGradients(batch, Unjudged.nothing());
    }

    /**
     * The same, where something may stay unjudged.
     *
     * @param batch the samples
     * @param allowed parameters by their names
     * @return throws where it is not so
     */
    public static Consumer<Model> hasRightGradients(Batch batch, Unjudged allowed) {
        requireNonNull(batch, allowed);
        return onALineOfItsOwn(model -> NetworkAssertions.assertGradients(model, batch, allowed));
    }

    /**
     * Training steps do with the gradient what an optimiser does: {@link NetworkAssertions#assertUpdates(Model, Batch)}.
     *
     * @param batch the samples
     * @return throws where it is not so
     */
    public static Consumer<Model> hasRightUpdates(Batch batch) {
        return hasRightUpdates(batch, Unjudged.nothing());
    }

    /**
     * The same, where something may stay unjudged.
     *
     * @param batch the samples
     * @param allowed parameters by their names
     * @return throws where it is not so
     */
    public static Consumer<Model> hasRightUpdates(Batch batch, Unjudged allowed) {
        requireNonNull(batch, allowed);
        return onALineOfItsOwn(model -> NetworkAssertions.assertUpdates(model, batch, allowed));
    }

    /**
     * Outputs and loss are those of the architecture: {@link NetworkAssertions#assertForward(Model, Batch)}.
     *
     * @param batch the samples
     * @return throws where it is not so
     */
    public static Consumer<Model> hasRightForwardPass(Batch batch) {
        return hasRightForwardPass(batch, Unjudged.nothing());
    }

    /**
     * The same, where something may stay unjudged.
     *
     * @param batch the samples
     * @param allowed for example {@code loss}
     * @return throws where it is not so
     */
    public static Consumer<Model> hasRightForwardPass(Batch batch, Unjudged allowed) {
        requireNonNull(batch, allowed);
        return onALineOfItsOwn(model -> NetworkAssertions.assertForward(model, batch, allowed));
    }

    /**
     * An examination finds nothing but advice: {@link NetworkAssertions#assertHealthy(Model, Batch)}.
     *
     * @param data the samples
     * @return throws where it is not so
     */
    public static Consumer<Model> isHealthyOn(Batch data) {
        return isHealthyOn(data, Unjudged.nothing());
    }

    /**
     * The same, where something may stay unjudged.
     *
     * @param data the samples
     * @param allowed in the words of the diagnosis, for example {@code saturated units}
     * @return throws where it is not so
     */
    public static Consumer<Model> isHealthyOn(Batch data, Unjudged allowed) {
        requireNonNull(data, allowed);
        return onALineOfItsOwn(model -> NetworkAssertions.assertHealthy(model, data, allowed));
    }

    /** AssertJ puts its own words right before a message. */
    private static Consumer<Model> onALineOfItsOwn(Consumer<Model> assertion) {
        return model -> {
            try {
                assertion.accept(model);
            } catch (AssertionFailedError e) {
                AssertionFailedError below = new AssertionFailedError("\n" + e.getMessage());
                below.setStackTrace(e.getStackTrace());
                throw below;
            }
        };
    }

    private static void requireNonNull(Batch samples, Unjudged allowed) {
        Objects.requireNonNull(samples, "the samples are null");
        Objects.requireNonNull(allowed, "what may stay unjudged is null");
    }
}
