package io.github.backcheck.gradient;

import io.github.backcheck.gradient.ErrorShape.BatchEnd;
import io.github.backcheck.gradient.WrongGradient.Candidate;
import io.github.backcheck.model.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/** The first or the last sample alone, or all samples without it. */
final class SamplePattern implements ErrorPattern {

    @Override
    public List<Explanation> explain(WrongGradient wrong) {
        return wrong.circumstances()
                .twin()
                .filter(twin -> twin.sampleGradients().samples() > 1)
                .map(twin -> new Search(wrong, twin).fitting())
                .orElse(List.of());
    }

    private static final class Search {
        private final WrongGradient wrong;
        private final SampleGradients gradients;
        private final int samples;
        private final double reduction;
        private final double[] penalty;
        private final List<Explanation> fitting = new ArrayList<>();

        Search(WrongGradient wrong, Circumstances.Twin twin) {
            this.wrong = wrong;
            this.gradients = twin.sampleGradients();
            this.samples = gradients.samples();
            this.reduction = twin.architecture().reduction().factor(samples);
            Parameter parameter = wrong.parameter();
            double lambda = wrong.circumstances().penalty(parameter).orElse(0.0);
            this.penalty = parameter.values();
            for (int entry = 0; entry < penalty.length; entry++) {
                penalty[entry] *= lambda;
            }
        }

        List<Explanation> fitting() {
            for (BatchEnd end : List.of(BatchEnd.LAST, BatchEnd.FIRST)) {
                double[] sample = gradients.of(wrong.parameter(), end == BatchEnd.LAST ? samples - 1 : 0);
                DoubleStream.of(1, 1.0 / samples).forEach(factor -> {
                    Candidate alone = new Candidate(
                            entry -> factor * sample[entry] + penalty[entry],
                            entry -> tolerance(factor, entry),
                            entry -> factor * sample[entry]);
                    add(alone, new ErrorShape.OneSample(end, factor));
                });
                if (samples > 2) {
                    DoubleStream.of(1, 1.0 / samples, 1.0 / (samples - 1))
                            .forEach(factor -> addWithout(end, sample, factor));
                }
            }
            return fitting;
        }

        private void addWithout(BatchEnd end, double[] sample, double factor) {
            Candidate others = new Candidate(
                    entry -> factor * ((wrong.numeric(entry) - penalty[entry]) / reduction - sample[entry])
                            + penalty[entry],
                    entry -> tolerance(factor, entry),
                    entry -> factor * sample[entry]);
            add(others, new ErrorShape.WithoutSample(end, factor));
        }

        /** The interval of the batch covers the sum over all samples, so each of them as well. */
        private double tolerance(double factor, int entry) {
            return 2 * (1 + 2 * factor / reduction) * wrong.allowed(entry);
        }

        private void add(Candidate candidate, ErrorShape shape) {
            if (wrong.isExplainedBy(candidate, 0)) {
                fitting.add(wrong.explanation(shape, candidate));
            }
        }
    }
}
