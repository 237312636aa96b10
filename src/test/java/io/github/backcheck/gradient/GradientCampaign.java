package io.github.backcheck.gradient;

import io.github.backcheck.model.Gradient;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.ModelException;
import io.github.backcheck.model.Parameter;
import io.github.backcheck.model.ParameterSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.LongStream;

/**
 * Many random correct networks, each checked as it is and with one of the six defects put in; some from the loss alone, some
 * with the widths of all intervals, some in floats. Each network depends on its seed only, so the result does not depend on
 * the number of threads.
 *
 * <p>{@code mvn -q -Pcampaign test} runs it over 100,000 networks, prints what it saw, and fails if a correct network was
 * accused or a defect missed.
 */
final class GradientCampaign {

    private static final long NETWORKS = 100_000;
    private static final int THREADS = 2;
    private static final int BLOCK = 50;

    /** From the loss alone a check takes some four times as long. */
    static final int LOSS_ONLY_EVERY = 10;

    private static final int WIDTHS_EVERY = 4;
    static final int FLOAT_EVERY = 100;

    private static final List<Defect> DEFECTS = List.of(Defect.values());

    private final CampaignTally tally = new CampaignTally();

    private GradientCampaign() {}

    /**
     * Runs over the seeds from 1 to a number.
     *
     * @param networks how many
     * @return what was seen
     */
    static CampaignTally over(long networks) throws InterruptedException, ExecutionException {
        ExecutorService executor = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<CampaignTally>> blocks = new ArrayList<>();
            for (long first = 1; first <= networks; first += BLOCK) {
                LongStream seeds = LongStream.rangeClosed(first, Math.min(networks, first + BLOCK - 1));
                blocks.add(executor.submit(() -> over(seeds)));
            }
            CampaignTally all = new CampaignTally();
            for (Future<CampaignTally> block : blocks) {
                all.addAll(block.get());
            }
            return all;
        } finally {
            executor.shutdownNow();
        }
    }

    private static CampaignTally over(LongStream seeds) {
        GradientCampaign campaign = new GradientCampaign();
        seeds.forEach(campaign::check);
        return campaign.tally;
    }

    private void check(long seed) {
        CampaignCase network = CampaignCase.of(seed);
        try {
            GradientReport right = throughTwin(network);
            if (seed % WIDTHS_EVERY == 0 && !right.points().isEmpty()) {
                (network.isOrdinary() ? tally.ordinaryWidths : tally.otherWidths)
                        .add(new WhiteBox(
                                        network.model(),
                                        network.batch,
                                        network.model().loss(network.batch))
                                .numericGradient()
                                .values());
            }
            if (seed % LOSS_ONLY_EVERY == 0) {
                count(tally.byLossOnly, network.check().lossOnly().run(), network + ", loss only");
            }
            if (!right.points().isEmpty() && right.verdict() != Verdict.DISAGREES) {
                spoil(network, seed);
            }
        } catch (ModelException e) {
            tally.alarm(network + "\n" + e);
        }
        if (seed % FLOAT_EVERY == 0) {
            FloatCase floats = FloatCase.of(seed / FLOAT_EVERY);
            count(tally.floats, floats.check().run(), floats.toString());
            count(tally.floatsByLossOnly, floats.check().lossOnly().run(), floats + ", loss only");
        }
    }

    private GradientReport throughTwin(CampaignCase network) {
        GradientReport report = network.check().run();
        tally.cases.add(network);
        count(tally.throughTwin, report, network.toString());
        report.brokenGuards().forEach(guard -> tally.brokenGuards.add(guard.guard()));
        if (network.isOrdinary()) {
            tally.ordinaryThroughTwin.add(report.verdict());
        }
        report.at(Point.AS_GIVEN).ifPresent((network.isOrdinary() ? tally.ordinaryEntries : tally.otherEntries)::add);
        report.at(Point.LIVELY).ifPresent(tally.livelyEntries::add);
        return report;
    }

    private void count(Counts<Verdict> verdicts, GradientReport report, String network) {
        verdicts.add(report.verdict());
        boolean refuted = report.points().stream()
                .flatMap(point -> point.proof().stream())
                .anyMatch(proof -> !proof.holds());
        if (refuted) {
            tally.refutedProof();
        }
        if (refuted || report.verdict() == Verdict.DISAGREES) {
            tally.alarm(network + "\n" + report);
        }
    }

    private void spoil(CampaignCase network, long seed) {
        Defect defect = DEFECTS.get((int) (seed % DEFECTS.size()));
        network.network.backprop(network.batch);
        Optional<Consumer<PlainNetwork>> spoil = defect.in(network.network, network.batch, new SplittableRandom(seed));
        if (spoil.isEmpty()) {
            return;
        }
        Spoilt spoilt = new Spoilt(network, spoil.get());
        if (!spoilt.changesAnything()) {
            return;
        }
        GradientReport report =
                GradientCheck.of(spoilt.model()).on(network.batch).run();
        DefectTally into = tally.defects.get(defect);
        if (report.verdict() == Verdict.DISAGREES) {
            into.add(network, DefectTally.Outcome.FOUND);
            report.parameterNames()
                    .forEach(name -> report.disagreement(name)
                            .flatMap(ParameterCheck::shape)
                            .ifPresent(into::add));
        } else if (spoilt.isWithinUncertainty()) {
            into.add(network, DefectTally.Outcome.WITHIN_UNCERTAINTY);
        } else {
            into.add(network, DefectTally.Outcome.MISSED);
            tally.alarm("missed: " + defect + " in " + network + "\n" + report);
        }
    }

    /** A network beside its spoilt self. */
    private static final class Spoilt {
        private final CampaignCase network;
        private final Model right;
        private final Model wrong;

        Spoilt(CampaignCase network, Consumer<PlainNetwork> spoil) {
            this.network = network;
            this.right = network.model();
            this.wrong = network.network.spoilt(spoil);
        }

        Model model() {
            return wrong;
        }

        /** Nothing is spoilt by twice 0. */
        boolean changesAnything() {
            Gradient one = right.gradient(network.batch);
            Gradient other = wrong.gradient(network.batch);
            for (Parameter parameter : right.parameters()) {
                double[] values = one.of(parameter).orElseThrow();
                double[] spoilt = other.of(parameter).orElseThrow();
                for (int entry = 0; entry < values.length; entry++) {
                    if (values[entry] != spoilt[entry]) {
                        return true;
                    }
                }
            }
            return false;
        }

        /** At both points of the check. */
        boolean isWithinUncertainty() {
            boolean within = isWithinUncertaintyHere();
            try (ParameterSnapshot before = right.snapshot()) {
                LivelyWeights.assign(right, network.batch, 1);
                within &= !Double.isFinite(right.loss(network.batch)) || isWithinUncertaintyHere();
                before.restore();
            }
            return within;
        }

        private boolean isWithinUncertaintyHere() {
            Map<Parameter, Estimate> numeric =
                    new WhiteBox(right, network.batch, right.loss(network.batch)).numericGradient();
            Gradient one = right.gradient(network.batch);
            Gradient other = wrong.gradient(network.batch);
            for (Parameter parameter : right.parameters()) {
                Estimate estimate = numeric.get(parameter);
                double[] values = one.of(parameter).orElseThrow();
                double[] spoilt = other.of(parameter).orElseThrow();
                for (int entry = 0; entry < values.length; entry++) {
                    double half = estimate.uncertainty(entry) + estimate.kink(entry);
                    if (Math.abs(values[entry] - spoilt[entry]) > half) {
                        return false;
                    }
                }
            }
            return true;
        }
    }

    /**
     * Runs it, prints what was seen, and throws if anything was seen that must not be.
     *
     * @param arguments the number of networks
     */
    public static void main(String[] arguments) throws InterruptedException, ExecutionException {
        CampaignTally tally = over(arguments.length == 0 ? NETWORKS : Long.parseLong(arguments[0]));
        System.out.println(tally);
        if (tally.alarmCount() > 0) {
            throw new IllegalStateException(tally.alarmCount() + " alarms or misses");
        }
    }
}
