package io.github.backcheck.diagnosis.campaign;

import io.github.backcheck.diagnosis.Diagnosis;
import io.github.backcheck.diagnosis.Examination;
import io.github.backcheck.model.Batch;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;

/** How many examinations of healthy networks raised an alarm. */
final class HealthyTally {

    private static final double ALARMS = 0.005;
    private static final int SEEDS = 5;

    /** A run may be worse than the median of its setting by this share of what the median leaves to be desired, ... */
    private static final double WORSE = 0.5;

    /** ... or by this. */
    private static final double MARGIN = 0.02;

    private final List<Run> runs;

    /**
     * A healthy run, asked about before and after.
     *
     * @param key as {@code -Dprogram=} takes it
     * @param setting in words
     * @param before what alarmed before training
     * @param after what alarmed after training
     */
    record Run(String key, String setting, List<String> before, List<String> after) {
        Run {
            before = List.copyOf(before);
            after = List.copyOf(after);
        }

        boolean alarms() {
            return !before.isEmpty() || !after.isEmpty();
        }

        @Override
        public String toString() {
            return String.format("%s  %s%n      before: %s%n      after:  %s%n", key, setting, before, after);
        }
    }

    HealthyTally(List<Run> runs) {
        this.runs = List.copyOf(runs);
    }

    /** A network of a setting, trained. */
    private static final class Trained {
        private final PlainNetwork network;
        private final double quality;

        Trained(HealthySetting setting, long seed) {
            network = new PlainNetwork(setting, seed);
            Batch data = setting.task().training(seed);
            double[][] x = data.inputs();
            double[][] y = data.targets();
            Random random = new Random(seed);
            for (int epoch = 0; epoch < setting.epochs(); epoch++) {
                network.epoch(x, y, random);
            }
            Batch test = setting.task().test(seed);
            quality = setting.task().quality(network.predict(test.inputs()), test.targets());
        }
    }

    /** The runs of a setting that are as good as they should be, none if the setting is not a sensible one. */
    static List<Run> examine(int number) {
        HealthySetting setting = HealthySetting.draw(number);
        List<Trained> all = new ArrayList<>();
        int poor = 0;
        for (long seed = 1; seed <= SEEDS; seed++) {
            Trained one = new Trained(setting, seed);
            all.add(one);
            poor += one.quality >= setting.task().sensible() ? 0 : 1;
            if (poor > SEEDS / 2) {
                return List.of();
            }
        }
        double median = all.stream().mapToDouble(one -> one.quality).sorted().toArray()[SEEDS / 2];
        double least = median - Math.max(MARGIN, WORSE * (1 - median));
        List<Run> runs = new ArrayList<>();
        for (int i = 0; i < SEEDS; i++) {
            if (all.get(i).quality >= least) {
                runs.add(run(setting, i + 1, all.get(i)));
            }
        }
        return runs;
    }

    /** One run of a setting, if it reaches what a sensible setting reaches. */
    static Optional<Run> examine(int number, long seed) {
        HealthySetting setting = HealthySetting.draw(number);
        Trained trained = new Trained(setting, seed);
        return trained.quality >= setting.task().sensible()
                ? Optional.of(run(setting, seed, trained))
                : Optional.empty();
    }

    private static Run run(HealthySetting setting, long seed, Trained trained) {
        return new Run(
                "healthy/" + setting.number() + "/" + seed,
                setting.toString(),
                alarms(setting, seed, new PlainNetwork(setting, seed)),
                alarms(setting, seed, trained.network));
    }

    private static Diagnosis diagnose(HealthySetting setting, long seed, PlainNetwork network) {
        return Examination.of(network.model())
                .data(setting.task().training(seed))
                .testData(setting.task().test(seed))
                .batchSize(setting.batch())
                .learningRate(setting.rate())
                .run();
    }

    private static List<String> alarms(HealthySetting setting, long seed, PlainNetwork network) {
        return Expected.alarms(diagnose(setting, seed, network)).stream()
                .map(finding -> finding.id() + "" + finding.where())
                .toList();
    }

    /** Both diagnoses of one run, to be read. */
    static String text(int number, long seed) {
        HealthySetting setting = HealthySetting.draw(number);
        Trained trained = new Trained(setting, seed);
        return setting + "\nbefore training\n" + diagnose(setting, seed, new PlainNetwork(setting, seed))
                + "\nafter training\n" + diagnose(setting, seed, trained.network) + "\nquality " + trained.quality;
    }

    int total() {
        return runs.size();
    }

    double alarms() {
        return runs.stream().filter(Run::alarms).count() / (double) Math.max(1, runs.size());
    }

    boolean isGood() {
        return alarms() <= ALARMS;
    }

    @Override
    public String toString() {
        long settings = runs.stream().map(Run::setting).distinct().count();
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "healthy runs: %d of %d settings, alarms in %d (%.2f %%, at most %.1f %%); before training %d, after %d%n",
                runs.size(),
                settings,
                runs.stream().filter(Run::alarms).count(),
                100 * alarms(),
                100 * ALARMS,
                runs.stream().filter(run -> !run.before().isEmpty()).count(),
                runs.stream().filter(run -> !run.after().isEmpty()).count()));
        runs.stream().filter(Run::alarms).forEach(run -> text.append("  ").append(run));
        return text.toString();
    }
}
