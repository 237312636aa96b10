package io.github.backcheck.gradient;

import java.util.List;

/**
 * Whether the reference twin is the network under examination: the same outputs and loss on the batch, and the twin's numeric
 * gradient in agreement with differences of the network's own loss along a random direction through each layer.
 *
 * @param holds whether all of that was so
 * @param seen what was compared and, where it does not hold, what differs and by how much
 * @param doubtful names of the parameters whose numeric gradient differences of the network's own loss contradict; they
 *     cannot be accused
 */
public record TwinProof(boolean holds, String seen, List<String> doubtful) {

    /**
     * Copies the list.
     *
     * @param holds whether all of that was so
     * @param seen what was compared
     * @param doubtful names of parameters
     */
    public TwinProof {
        doubtful = List.copyOf(doubtful);
    }

    @Override
    public String toString() {
        return seen;
    }
}
