package io.github.backcheck.monitor;

import io.github.backcheck.text.Figures;
import io.github.backcheck.text.Outline;
import io.github.backcheck.text.PlainText;
import java.util.List;
import java.util.Optional;

/**
 * The units of all layers over a whole data set.
 *
 * @param samples how many were seen
 * @param layers first layer first
 * @param firstNonFinite where z or a was NaN or infinite first: in the first such sample, in its lowest layer; the figures
 *     of the layers concerned are NaN or infinite then
 */
public record UnitHealthReport(long samples, List<LayerHealth> layers, Optional<NonFinite> firstNonFinite) {

    /**
     * A unit whose pre-activation or activation is not a finite number.
     *
     * @param sample from 0, in the order in which samples were added
     * @param layer the layer's name
     * @param unit from 0
     * @param value its z if that is NaN or infinite, and its a otherwise
     */
    public record NonFinite(long sample, String layer, int unit, double value) {

        /** As in {@code unit 3 of hidden is NaN for sample 17}. */
        @Override
        public String toString() {
            return "unit " + unit + " of " + layer + " is " + Figures.of(value) + " for sample "
                    + Figures.count(sample);
        }
    }

    /**
     * Copies the list.
     *
     * @param samples kept as it is
     * @param layers copied
     * @param firstNonFinite kept as it is
     */
    public UnitHealthReport {
        layers = List.copyOf(layers);
    }

    /**
     * Adds the report to an outline.
     *
     * @param page where to. Modified.
     * @return the outline
     */
    public Outline describeTo(Outline page) {
        page.heading("Unit health over " + Figures.count(samples, "sample"));
        firstNonFinite.ifPresent(bad -> page.paragraph("Not finite: " + bad + ", and perhaps others after it."));
        if (samples == 0) {
            return page.paragraph("No batch was seen.");
        }
        layers.forEach(layer -> layer.describeTo(page));
        return page;
    }

    /** A heading and a few lines per layer. */
    @Override
    public String toString() {
        return describeTo(new PlainText()).toString();
    }
}
