package io.github.backcheck.testing;

import io.github.backcheck.diagnosis.Diagnosis;
import io.github.backcheck.diagnosis.Finding;
import io.github.backcheck.diagnosis.Severity;
import io.github.backcheck.text.Fact;
import java.util.ArrayList;
import java.util.List;

/** Makes one verdict of a diagnosis. */
final class HealthJudge {

    private HealthJudge() {}

    static Outcome judge(Diagnosis diagnosis, List<Fact> foot) {
        List<Finding> faults = diagnosis.findings().stream()
                .filter(finding -> finding.severity() != Severity.ADVICE)
                .toList();
        return new Outcome(
                faults.stream().findFirst().map(worst -> failure(worst, faults)),
                diagnosis.notJudged().stream().map(Gap::of).toList(),
                diagnosis.judged(),
                foot);
    }

    private static FailureText failure(Finding worst, List<Finding> faults) {
        String evidence = worst.evidence().stream()
                .findFirst()
                .map(fact -> "; " + fact.key() + ": " + fact.value())
                .orElse("");
        List<Fact> facts = new ArrayList<>(worst.evidence());
        if (!facts.isEmpty() && !facts.get(0).key().equals("wrong")) {
            // It is on the first line; only the wrong line of code belongs beside the right one.
            facts.remove(0);
        }
        facts.add(new Fact("what to do", worst.advice()));
        facts.add(new Fact("finding", inShort(worst) + "; " + worst.id().page()));
        worst.consequences().forEach(other -> facts.add(new Fact("comes of it", other.statement())));
        faults.stream()
                .skip(1)
                .forEach(other -> facts.add(new Fact("also found", other.statement() + " (" + inShort(other) + ")")));
        return new FailureText(FailureText.withoutStop(worst.statement()) + evidence).facts(facts);
    }

    private static String inShort(Finding finding) {
        return finding.id() + ", " + finding.severity();
    }
}
