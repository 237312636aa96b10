package io.github.backcheck.census;

import io.github.backcheck.text.Fact;
import io.github.backcheck.text.Figures;
import java.util.Optional;

/**
 * Whether inputs tell anything about targets, and whether the targets stand beside the right samples, judged by nearest
 * neighbours (J. H. Friedman and L. C. Rafsky, <i>Annals of Statistics</i> 11, 1983, section 4, with a permutation test).
 * A network can find more than neighbours see; so no relation seen is a reason to look, and no proof.
 *
 * @param relation what was seen
 * @param shift if shifted: the inputs of sample s belong to the targets of sample s + shift; else 0
 * @param asGiven the agreement as the data are; empty if not judged
 * @param better the agreement with the targets shifted or reversed; empty if neither is better
 * @param reason why it was not judged; empty if it was
 */
public record TargetRelation(
        Relation relation, int shift, Optional<Agreement> asGiven, Optional<Agreement> better, String reason) {

    static TargetRelation notJudged(String reason) {
        return new TargetRelation(Relation.NOT_JUDGED, 0, Optional.empty(), Optional.empty(), reason);
    }

    Fact fact(String key) {
        return new Fact(key, toString());
    }

    /** What was seen and its evidence. */
    @Override
    public String toString() {
        String given = asGiven.map(Agreement::toString).orElse(reason);
        String moved = better.map(Agreement::toString).orElse("");
        return switch (relation) {
            case RELATED -> "related: " + given;
            case NO_RELATION_SEEN -> "no relation seen: " + given;
            case SHIFTED ->
                "as given, " + given + "; with the targets of " + Figures.count(Math.abs(shift), "row")
                        + (shift > 0 ? " further on, " : " further back, ") + moved;
            case REVERSED -> "as given, " + given + "; with the targets from last to first, " + moved;
            case NOT_JUDGED -> "not judged: " + given;
        };
    }
}
