package io.github.backcheck.census;

import io.github.backcheck.model.Batch;
import java.util.ArrayList;
import java.util.List;

/**
 * Counts false alarms over random healthy data sets, seeds 0 up to the number given, each examined as a whole and as a random
 * split of four fifths and one fifth.
 */
final class FalseAlarmTally {

    private FalseAlarmTally() {}

    static List<String> alarms(long seed) {
        HealthyData healthy = HealthyData.draw(seed);
        List<String> alarms = new ArrayList<>(Alarms.of(DataCensus.of(healthy.data())));
        Batch mixed = healthy.data().shuffled(seed);
        int cut = mixed.size() * 4 / 5;
        Alarms.of(SplitCensus.of(mixed.slice(0, cut), mixed.slice(cut, mixed.size()))).stream()
                .map(alarm -> "split " + alarm)
                .forEach(alarms::add);
        alarms.removeIf(alarm -> healthy.told().contains(alarm.replace("split ", "")));
        return alarms.stream()
                .map(alarm -> "seed " + seed + ", " + healthy.name() + ": " + alarm)
                .toList();
    }

    public static void main(String[] seeds) {
        int sets = Integer.parseInt(seeds[0]);
        int alarmed = 0;
        for (int seed = 0; seed < sets; seed++) {
            List<String> alarms = alarms(seed);
            alarms.forEach(System.out::println);
            alarmed += alarms.isEmpty() ? 0 : 1;
        }
        System.out.println(alarmed + " of " + sets + " healthy data sets raised an alarm");
    }
}
