package io.github.backcheck.census;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.backcheck.model.Batch;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;

class ConstantPredictionProperties {

    /** Sums of at most 20 squares below 100, each rounded a few times. */
    private static final double ROUND_OFF = 1e-12;

    @Property(tries = 200)
    void noConstantBeatsTheBest(
            @ForAll @Size(min = 1, max = 20) List<@DoubleRange(min = -5, max = 5) Double> targets,
            @ForAll @DoubleRange(min = -5, max = 5) double constant) {
        double[][] rows = new double[targets.size()][];
        double squares = 0;
        for (int s = 0; s < targets.size(); s++) {
            rows[s] = new double[] {targets.get(s)};
            squares += (constant - targets.get(s)) * (constant - targets.get(s));
        }
        ConstantPrediction best = DataCensus.of(Batch.of(new double[targets.size()][1], rows))
                .targets()
                .constantPrediction();

        assertThat(best.meanSquaredError()).isLessThanOrEqualTo(squares / targets.size() + ROUND_OFF);
        assertThat(best.halfSquaredError()).isEqualTo(best.meanSquaredError() / 2);
    }
}
