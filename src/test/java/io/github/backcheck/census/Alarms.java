package io.github.backcheck.census;

import java.util.ArrayList;
import java.util.List;

/** What a report says against its data. */
final class Alarms {

    private Alarms() {}

    static List<String> of(CensusReport report) {
        List<String> alarms = new ArrayList<>();
        if (report.inputs().scale().scale() != Scale.USUAL) {
            alarms.add(report.inputs().scale().scale().name());
        }
        report.inputs().signedBytes().ifPresent(seen -> alarms.add("signed: " + seen));
        report.inputs().header().ifPresent(seen -> alarms.add("header: " + seen));
        report.targets().header().ifPresent(seen -> alarms.add("header: " + seen));
        if (List.of(TargetKind.BROKEN_ONE_HOT, TargetKind.NEVER_CLEARED)
                .contains(report.targets().rows().kind())) {
            alarms.add("rows: " + report.targets().rows());
        }
        report.targets().order().filter(ClassOrder::grouped).ifPresent(seen -> alarms.add("grouped"));
        if (report.duplicates().repeated() > 0) {
            alarms.add(report.duplicates().conflicting() > 0 ? "conflicting" : "repeated");
        }
        alarms.addAll(of(report.relation()));
        return alarms;
    }

    static List<String> of(SplitCensus report) {
        List<String> alarms = new ArrayList<>();
        if (report.leakage().found() > 0) {
            alarms.add(report.leakage().conflicting() > 0 ? "conflicting" : "repeated");
        }
        if (report.inputShift().kind() == ShiftKind.SCALED
                || report.inputShift().kind() == ShiftKind.SHIFTED) {
            alarms.add("inputs: " + report.inputShift());
        }
        report.classShift().filter(ClassShift::clear).ifPresent(seen -> alarms.add("classes: " + seen));
        alarms.addAll(of(report.testRelation()));
        return alarms;
    }

    private static List<String> of(TargetRelation relation) {
        return switch (relation.relation()) {
            case RELATED, NOT_JUDGED -> List.of();
            case NO_RELATION_SEEN -> List.of("unrelated");
            case SHIFTED, REVERSED -> List.of("moved: " + relation);
        };
    }
}
