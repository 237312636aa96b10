package io.github.backcheck.gradient;

/**
 * Whether the reference twin is the network under examination: the same outputs and loss on the batch, and the twin's numeric
 * gradient in agreement with differences of the network's own loss along a random direction through each layer.
 *
 * @param holds whether all of that was so
 * @param seen what was compared and, where it does not hold, what differs and by how much
 */
public record TwinProof(boolean holds, String seen) {
    @Override
    public String toString() {
        return seen;
    }
}
