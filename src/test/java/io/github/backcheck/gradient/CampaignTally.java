package io.github.backcheck.gradient;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** All that a campaign, or a part of it, has seen. */
final class CampaignTally {

    private static final int ALARMS_SHOWN = 20;

    final CaseTally cases = new CaseTally();
    final Counts<Verdict> throughTwin = new Counts<>();
    final Counts<Verdict> ordinaryThroughTwin = new Counts<>();
    final Counts<Verdict> byLossOnly = new Counts<>();
    final Counts<Verdict> floats = new Counts<>();
    final Counts<Verdict> floatsByLossOnly = new Counts<>();
    final Counts<Guard> brokenGuards = new Counts<>();
    final EntryTally ordinaryEntries = new EntryTally();
    final EntryTally otherEntries = new EntryTally();
    final EntryTally livelyEntries = new EntryTally();
    final WidthTally ordinaryWidths = new WidthTally();
    final WidthTally otherWidths = new WidthTally();
    final Map<Defect, DefectTally> defects = new EnumMap<>(Defect.class);
    private final List<String> alarms = new ArrayList<>();
    private long alarmCount;
    private long refuted;

    CampaignTally() {
        for (Defect defect : Defect.values()) {
            defects.put(defect, new DefectTally());
        }
    }

    /** Anything that must not happen: an alarm, a refuted twin, an exception, a missed defect. */
    void alarm(String text) {
        alarmCount++;
        if (alarms.size() < ALARMS_SHOWN) {
            alarms.add(text);
        }
    }

    void refutedProof() {
        refuted++;
    }

    void addAll(CampaignTally others) {
        cases.addAll(others.cases);
        throughTwin.addAll(others.throughTwin);
        ordinaryThroughTwin.addAll(others.ordinaryThroughTwin);
        byLossOnly.addAll(others.byLossOnly);
        floats.addAll(others.floats);
        floatsByLossOnly.addAll(others.floatsByLossOnly);
        brokenGuards.addAll(others.brokenGuards);
        ordinaryEntries.addAll(others.ordinaryEntries);
        otherEntries.addAll(others.otherEntries);
        livelyEntries.addAll(others.livelyEntries);
        ordinaryWidths.addAll(others.ordinaryWidths);
        otherWidths.addAll(others.otherWidths);
        others.defects.forEach((defect, tally) -> defects.get(defect).addAll(tally));
        others.alarms.stream().limit(Math.max(0, ALARMS_SHOWN - alarms.size())).forEach(alarms::add);
        alarmCount += others.alarmCount;
        refuted += others.refuted;
    }

    /** How much happened that must not. */
    long alarmCount() {
        return alarmCount;
    }

    /** The first alarms in full, then the table. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        alarms.forEach(alarm -> text.append(alarm).append('\n'));
        text.append(cases).append('\n');
        line(text, "alarms and misses", alarmCount);
        line(text, "proofs of the twin refuted", refuted);
        line(text, "through the twin", throughTwin);
        line(text, "of ordinary scale", ordinaryThroughTwin);
        line(text, "loss only", byLossOnly);
        line(text, "float, through the twin", floats);
        line(text, "float, loss only", floatsByLossOnly);
        line(text, "guards broken", brokenGuards.total() == 0 ? "none" : brokenGuards);
        line(text, "given, ordinary scale", ordinaryEntries);
        line(text, "given, other", otherEntries);
        line(text, "lively", livelyEntries);
        line(text, "widths, ordinary scale", ordinaryWidths);
        line(text, "widths, other", otherWidths);
        defects.forEach((defect, tally) -> line(text, defect.toString(), tally));
        return text.toString();
    }

    private static void line(StringBuilder text, String name, Object content) {
        text.append(String.format(Locale.ROOT, "%-28s%s%n", name, content));
    }
}
