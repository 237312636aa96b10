package io.github.backcheck.testing;

import java.util.List;
import java.util.Objects;

/**
 * Something that could not be judged.
 *
 * @param what for example {@code hidden/b} or {@code predictions}
 * @param why for example {@code needs predict(inputs)}
 */
record Gap(String what, String why) {

    Gap {
        Objects.requireNonNull(what, "what");
        Objects.requireNonNull(why, "why");
    }

    /** Of a line such as {@code predictions: needs predict(inputs)}. */
    static Gap of(String line) {
        int colon = line.indexOf(": ");
        return colon < 0 ? new Gap(line, "") : new Gap(line.substring(0, colon), line.substring(colon + 2));
    }

    /**
     * One gap for all, where all that could be judged stays unjudged for the same reason.
     *
     * @param gaps one for each thing
     * @param whole what they are the parts of
     */
    static List<Gap> merged(List<Gap> gaps, String whole) {
        boolean one = gaps.size() > 1 && gaps.stream().map(Gap::why).distinct().count() == 1;
        return one ? List.of(new Gap(whole, gaps.get(0).why())) : gaps;
    }

    /** As in {@code predictions: not judged: needs predict(inputs)}. */
    @Override
    public String toString() {
        return what + ": not judged" + (why.isEmpty() ? "" : ": " + why);
    }
}
