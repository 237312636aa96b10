package io.github.backcheck.diagnosis.campaign;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

/** How many of the faults were found, named and placed, against the bars. */
final class FaultTally {

    private static final double DETECTED = 0.98;
    private static final double FIRST = 0.92;
    private static final double AMONG_THREE = 0.98;
    private static final double PLACED = 0.97;

    private final Map<Fault, List<Examined>> byFault = new EnumMap<>(Fault.class);

    /** A program, asked about at both moments. */
    record Examined(Injection injection, Outcome before, Outcome after) {

        Outcome natural() {
            return injection.natural(before, after);
        }

        @Override
        public String toString() {
            return injection.key() + " "
                    + (natural().isFirst() ? "right" : natural().toString());
        }
    }

    FaultTally(List<Examined> all) {
        all.forEach(one -> byFault.computeIfAbsent(one.injection().fault(), fault -> new ArrayList<>())
                .add(one));
    }

    private List<Examined> faults(Predicate<Fault> which) {
        return byFault.entrySet().stream()
                .filter(entry -> which.test(entry.getKey()))
                .flatMap(entry -> entry.getValue().stream())
                .toList();
    }

    private static boolean isFault(Fault fault) {
        return !fault.expected().isNothing();
    }

    private static double share(List<Examined> all, Predicate<Outcome> which) {
        return all.isEmpty()
                ? 1
                : all.stream().map(Examined::natural).filter(which).count() / (double) all.size();
    }

    double detected() {
        return share(faults(FaultTally::isFault), Outcome::detected);
    }

    double first() {
        return share(faults(FaultTally::isFault), Outcome::isFirst);
    }

    double amongThree() {
        return share(faults(FaultTally::isFault), Outcome::isAmongFirst);
    }

    double placed() {
        return share(faults(fault -> fault.expected().hasLayer()), Outcome::placed);
    }

    /** Programs in which nothing is wrong, and something was said to be. */
    List<Examined> alarms() {
        return faults(fault -> !isFault(fault)).stream()
                .filter(one -> one.before().detected() || one.after().detected())
                .toList();
    }

    boolean isGood() {
        return detected() >= DETECTED
                && first() >= FIRST
                && amongThree() >= AMONG_THREE
                && placed() >= PLACED
                && alarms().isEmpty();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        text.append(line("", "fault", "of", "found", "first", "three", "layer", "| before", "after"));
        byFault.forEach((fault, all) -> {
            if (isFault(fault)) {
                text.append(row(fault, all));
            }
        });
        text.append(String.format(
                Locale.ROOT,
                "%nfound %.1f %% (at least %.0f), cause first %.1f %% (%.0f), among three %.1f %% (%.0f), layer %.1f %% (%.0f)%n",
                100 * detected(),
                100 * DETECTED,
                100 * first(),
                100 * FIRST,
                100 * amongThree(),
                100 * AMONG_THREE,
                100 * placed(),
                100 * PLACED));
        text.append(String.format(
                Locale.ROOT,
                "only looking like faults: %d of %d with an alarm%n",
                alarms().size(),
                faults(fault -> !isFault(fault)).size()));
        alarms().forEach(one -> text.append(miss(one)));
        text.append(String.format("%nMisses (again with -Dprogram=KEY):%n"));
        faults(FaultTally::isFault).stream()
                .filter(one -> !one.natural().isFirst()
                        || (one.injection().fault().expected().hasLayer()
                                && !one.natural().placed()))
                .forEach(one -> text.append(miss(one)));
        return text.toString();
    }

    private static String row(Fault fault, List<Examined> all) {
        return line(
                fault.row(),
                fault.toString(),
                all.size(),
                count(all, Examined::natural, Outcome::detected),
                count(all, Examined::natural, Outcome::isFirst),
                count(all, Examined::natural, Outcome::isAmongFirst),
                fault.expected().hasLayer() ? count(all, Examined::natural, Outcome::placed) : "-",
                "| " + count(all, Examined::before, Outcome::isFirst),
                count(all, Examined::after, Outcome::isFirst));
    }

    private static String count(List<Examined> all, Function<Examined, Outcome> moment, Predicate<Outcome> which) {
        return String.valueOf(all.stream().map(moment).filter(which).count());
    }

    private static String line(Object... cells) {
        return String.format(Locale.ROOT, "%-10s %-32s %4s %6s %6s %6s %6s %9s %6s%n", cells);
    }

    private static String miss(Examined one) {
        return String.format(
                "  %s%n      before: %s%n      after:  %s%n", one.injection().key(), one.before(), one.after());
    }
}
