package io.github.backcheck.monitor;

import io.github.backcheck.text.Figures;
import io.github.backcheck.text.Lists;
import java.util.ArrayList;
import java.util.List;

/**
 * The columns of a weight matrix that never changed, those that could not set apart from those that could.
 *
 * @param explained columns whose input was 0 in every sample: their gradient is 0 whatever the network does
 * @param unexplained the others
 */
public record UnchangedColumns(List<Integer> explained, List<Integer> unexplained) {

    /**
     * Copies the lists.
     *
     * @param explained copied
     * @param unexplained copied
     */
    public UnchangedColumns {
        explained = List.copyOf(explained);
        unexplained = List.copyOf(unexplained);
    }

    /**
     * Whether there is any such column.
     *
     * @return true if every column changed
     */
    public boolean isEmpty() {
        return explained.isEmpty() && unexplained.isEmpty();
    }

    /** As in {@code 3 columns never changed, their inputs were always 0: 0, 32, 39}. */
    @Override
    public String toString() {
        if (isEmpty()) {
            return "every column changed";
        }
        List<String> parts = new ArrayList<>();
        if (!explained.isEmpty()) {
            parts.add(Figures.count(explained.size(), "column") + " never changed, "
                    + (explained.size() == 1 ? "its input was" : "their inputs were") + " always 0: "
                    + Lists.indices(explained));
        }
        if (!unexplained.isEmpty()) {
            parts.add(Figures.count(unexplained.size(), "column") + " never changed for another reason: "
                    + Lists.indices(unexplained));
        }
        return String.join("; ", parts);
    }
}
