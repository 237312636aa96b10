package io.github.backcheck.audit;

import io.github.backcheck.defect.Defect;
import io.github.backcheck.text.Fact;
import io.github.backcheck.text.Figures;
import java.util.ArrayList;
import java.util.List;

/** The evidence for a name, and what to look for in one's own code. */
final class NamedFacts {

    private NamedFacts() {}

    static List<Fact> of(StepVerdict.Named named) {
        Defect defect = named.defect();
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("wrong", defect.words().wrong()));
        facts.add(new Fact("right", defect.words().right()));
        facts.add(new Fact("replay", "reproduces your numbers, residual " + Figures.of(named.residual())));
        named.runnerUp()
                .ifPresent(other ->
                        facts.add(new Fact("next best", other.what() + ", residual " + Figures.of(other.residual()))));
        for (Defect other : named.defects().subList(1, named.defects().size())) {
            facts.add(new Fact("or else", other.words().title() + " (" + other.id() + ")"));
        }
        facts.add(new Fact("defect", defect.id()));
        return facts;
    }
}
