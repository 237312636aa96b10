package io.github.backcheck.monitor;

import io.github.backcheck.text.Fact;
import io.github.backcheck.text.Figures;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a training run did to one parameter.
 *
 * @param place name, role, layer and shape
 * @param series comparisons, first step first: all of them up to 256; of more, evenly spaced ones from the first, at least
 *     128, and the last
 * @param untouched the entries that never changed; none as long as nothing was compared
 * @param firstNonFinite the first entry that was seen to be NaN or infinite
 * @param summary of all comparisons
 */
public record ParameterChange(
        ParameterPlace place,
        List<StepChange> series,
        Untouched untouched,
        Optional<NonFinite> firstNonFinite,
        ChangeSummary summary) {

    /**
     * An entry that is not a finite number.
     *
     * @param step the step after which it was seen, 0 for the start
     * @param entry for example {@code hidden/W[3,17]}
     * @param value NaN or infinite
     */
    public record NonFinite(int step, String entry, double value) {

        /** As in {@code hidden/W[3,17] is NaN after step 12}. */
        @Override
        public String toString() {
            return entry + " is " + Figures.of(value)
                    + (step == 0 ? " at the start" : " after step " + Figures.count(step));
        }
    }

    /**
     * Copies the list.
     *
     * @param place kept as it is
     * @param series copied
     * @param untouched kept as it is
     * @param firstNonFinite kept as it is
     * @param summary kept as it is
     */
    public ParameterChange {
        series = List.copyOf(series);
    }

    /**
     * The parameter's name in the model.
     *
     * @return for example {@code hidden/W}
     */
    public String name() {
        return place.name();
    }

    /**
     * Number of entries.
     *
     * @return at least 1
     */
    public int size() {
        return place.shape().size();
    }

    /**
     * Whether something was compared and no entry ever changed, bit for bit.
     *
     * @return true for a parameter that training left alone
     */
    public boolean neverChanged() {
        return !series.isEmpty() && untouched.entries() == size();
    }

    /**
     * The median of the change ratios. Comparisons at which the parameter was NaN are left out; one at which it was all
     * zeros before and not after counts as infinite.
     *
     * @return empty if no comparison is left; exact for up to 256 comparisons, beyond that to 1 %
     */
    public OptionalDouble medianChangeRatio() {
        double median = summary.ratios().median();
        return Double.isNaN(median) ? OptionalDouble.empty() : OptionalDouble.of(median);
    }

    Fact fact() {
        StringBuilder text = new StringBuilder();
        if (series.isEmpty()) {
            text.append("not compared yet");
        } else if (neverChanged()) {
            text.append("never changed");
        } else {
            text.append("change ratio ")
                    .append(
                            medianChangeRatio().isPresent()
                                    ? Figures.of(medianChangeRatio().getAsDouble()) + " (median)"
                                    : "unknown, not finite");
            text.append(untouched.entries() == 0 ? "; every entry changed" : "; " + untouched);
        }
        firstNonFinite.ifPresent(bad -> text.append("; ").append(bad));
        return new Fact(place.toString(), text.toString());
    }

    /** One line, without the series. */
    @Override
    public String toString() {
        return fact().toString();
    }
}
