package io.github.backcheck.monitor;

import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.Trace;
import io.github.backcheck.text.Fact;
import io.github.backcheck.text.Figures;
import io.github.backcheck.text.Outline;
import io.github.backcheck.text.PlainText;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;

/**
 * In which layer samples become indistinguishable. A layer above cannot tell apart what a layer below gives it as the same.
 *
 * <pre>{@code
 * Distinguishability.of(model, batch, model.trace(batch)).firstSame();   // Optional[hidden 2.1e-09]
 * }</pre>
 *
 * @param places the inputs, then every layer, the first layer first
 */
public record Distinguishability(List<LayerSpread> places) {

    /**
     * Copies the list.
     *
     * @param places copied
     */
    public Distinguishability {
        places = List.copyOf(places);
    }

    /**
     * Measures how far the samples of a batch are apart in every layer.
     *
     * @param model names the layers; not asked anything
     * @param batch at least two samples that are to give different outputs
     * @param trace what a forward pass of the batch computed
     * @return one entry for the inputs and one per layer
     * @throws IllegalArgumentException if there is only one sample, or if the trace does not fit
     */
    public static Distinguishability of(Model model, Batch batch, Trace trace) {
        Objects.requireNonNull(model, "the model is null");
        Objects.requireNonNull(batch, "the batch is null");
        Objects.requireNonNull(trace, "the trace is null");
        if (batch.size() < 2) {
            throw new IllegalArgumentException("one sample cannot be told from others: at least two were expected");
        }
        if (trace.samples() != batch.size()
                || trace.layerCount() != model.layers().size()) {
            throw new IllegalArgumentException("the trace has " + trace.layerCount() + " layers for " + trace.samples()
                    + " samples: " + model.layers().size() + " for " + batch.size() + " were expected");
        }
        List<LayerSpread> places = new ArrayList<>();
        Spreads inputs = new Spreads(batch.size());
        for (int input = 0; input < batch.inputCount(); input++) {
            int column = input;
            inputs.add(sample -> batch.input(sample, column));
        }
        places.add(new LayerSpread("inputs", inputs.relative()));
        for (int layer = 0; layer < trace.layerCount(); layer++) {
            Spreads spreads = new Spreads(batch.size());
            for (int unit = 0; unit < trace.units(layer); unit++) {
                int l = layer;
                int u = unit;
                spreads.add(sample -> trace.activation(l, sample, u));
            }
            places.add(new LayerSpread(model.layers().get(layer).name(), spreads.relative()));
        }
        return new Distinguishability(places);
    }

    /** The sums over the units of one place. */
    private static final class Spreads {
        private final int samples;
        private double variances;
        private double squares;

        Spreads(int samples) {
            this.samples = samples;
        }

        void add(IntToDoubleFunction values) {
            RunningSpread spread = new RunningSpread();
            for (int sample = 0; sample < samples; sample++) {
                spread.add(values.applyAsDouble(sample));
            }
            Spread all = spread.spread();
            variances += all.variance();
            squares += all.variance() + all.mean() * all.mean();
        }

        double relative() {
            return squares == 0 ? 0 : Math.sqrt(variances / squares);
        }
    }

    /**
     * The first place in which all samples look the same.
     *
     * @return empty if the network tells them apart up to its outputs
     */
    public Optional<LayerSpread> firstSame() {
        return places.stream().filter(LayerSpread::same).findFirst();
    }

    /**
     * Adds the result to an outline.
     *
     * @param page where to. Modified.
     * @return the outline
     */
    public Outline describeTo(Outline page) {
        return page.heading("Distance between samples, relative to the size of the activations")
                .facts(places.stream()
                        .map(place -> new Fact(
                                place.name(),
                                Figures.of(place.relative())
                                        + (place.same() ? ", the samples are not told apart" : "")))
                        .toList());
    }

    /** A heading and one line per place. */
    @Override
    public String toString() {
        return describeTo(new PlainText()).toString();
    }
}
