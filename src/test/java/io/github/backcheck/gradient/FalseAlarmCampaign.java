package io.github.backcheck.gradient;

import io.github.backcheck.model.ModelException;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * Many correct networks, to be run by hand: {@code FalseAlarmCampaign 20000} checks that many, each through the twin and every
 * fourth by differences of its loss, and says how the checks came out. The first alarms are printed in full.
 */
final class FalseAlarmCampaign {

    private static final int ALARMS_SHOWN = 20;

    private final Map<Verdict, Integer> twin = new EnumMap<>(Verdict.class);
    private final Map<Verdict, Integer> lossOnly = new EnumMap<>(Verdict.class);
    private final StringBuilder alarms = new StringBuilder();
    private int refuted;
    private int broken;
    private int shown;

    private FalseAlarmCampaign() {}

    /** Runs the campaign over the seeds from 1 to the number given. */
    static FalseAlarmCampaign over(LongStream seeds) {
        FalseAlarmCampaign campaign = new FalseAlarmCampaign();
        seeds.forEach(campaign::check);
        return campaign;
    }

    private void check(long seed) {
        RandomCase random = RandomCase.of(seed);
        try {
            GradientReport report = random.check().run();
            broken += report.brokenGuards().isEmpty() ? 0 : 1;
            boolean proven = report.points().stream()
                    .allMatch(point -> point.proof().map(TwinProof::holds).orElse(true));
            refuted += proven ? 0 : 1;
            count(twin, report, random);
            if (!proven) {
                show(random, report.toString());
            }
            if (seed % 4 == 0) {
                count(lossOnly, random.check().lossOnly().run(), random);
            }
        } catch (ModelException e) {
            show(random, e.toString());
        }
    }

    private void count(Map<Verdict, Integer> verdicts, GradientReport report, RandomCase random) {
        verdicts.merge(report.verdict(), 1, Integer::sum);
        if (report.verdict() == Verdict.DISAGREES) {
            show(random, report.toString());
        }
    }

    private void show(RandomCase random, String text) {
        if (shown++ < ALARMS_SHOWN) {
            alarms.append(random).append('\n').append(text).append('\n');
        }
    }

    int throughTwin(Verdict verdict) {
        return twin.getOrDefault(verdict, 0);
    }

    int byLossOnly(Verdict verdict) {
        return lossOnly.getOrDefault(verdict, 0);
    }

    int refutedProofs() {
        return refuted;
    }

    /** Alarms in full, then the counts. */
    @Override
    public String toString() {
        return alarms + "through the twin " + twin + ", loss only " + lossOnly + ", twin refuted " + refuted
                + ", guard broken " + broken;
    }

    /**
     * Runs it.
     *
     * @param arguments the number of networks
     */
    public static void main(String[] arguments) {
        long networks = arguments.length == 0 ? 20_000 : Long.parseLong(arguments[0]);
        System.out.println(over(LongStream.rangeClosed(1, networks)));
    }
}
