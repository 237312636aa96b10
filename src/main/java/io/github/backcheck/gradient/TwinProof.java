package io.github.backcheck.gradient;

/**
 * Whether the reference twin is the network under examination: the same outputs and loss on the batch, and the twin's numeric
 * gradient in agreement with differences of the network's own loss along a random direction through each layer.
 *
 * @param holds whether all of that was so, as far as rounding lets one see
 * @param blur how much of the numbers compared rounding may be, as a share of the largest output or of the loss: from 1 on, as
 *     where weights have run away, nothing was shown
 * @param variant how the network keeps the logarithm of its loss finite, where it is then the twin's but for that; may be empty
 * @param seen what was compared and, where it does not hold, what differs and by how much
 */
public record TwinProof(boolean holds, double blur, String variant, String seen) {
    @Override
    public String toString() {
        return seen;
    }
}
