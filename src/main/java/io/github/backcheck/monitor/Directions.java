package io.github.backcheck.monitor;

import io.github.backcheck.text.Figures;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a weight change pointed. Each is a cosine from −1 to 1, NaN where it was not measured or one of the two vectors was 0
 * or not finite.
 *
 * @param shrinking with −θ: 1 if the parameter only became smaller
 * @param downhill with −g, g the gradient that the update applied: 1 for plain gradient descent, −1 if it went uphill
 * @param continuing with the weight change of the step before: near −1 if steps go to and fro, near 1 with much momentum
 */
public record Directions(double shrinking, double downhill, double continuing) {

    /** As in {@code cosine with -θ 0.02, with -g 1}. */
    @Override
    public String toString() {
        List<String> parts = new ArrayList<>();
        add(parts, "-θ", shrinking);
        add(parts, "-g", downhill);
        add(parts, "the change before", continuing);
        return parts.isEmpty() ? "directions not measured" : "cosine " + String.join(", ", parts);
    }

    private static void add(List<String> parts, String what, double cosine) {
        if (!Double.isNaN(cosine)) {
            parts.add("with " + what + " " + Figures.of(cosine));
        }
    }
}
