package io.github.backcheck.defect;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All known defects, in the order in which a program runs: forward pass, loss, backpropagation, update. Within a step the
 * likeliest come first.
 */
public final class Catalogue {

    private static final List<Defect> ALL = mutual(Stream.of(
                    PreActivationDefects.all(),
                    ActivationDefects.all(),
                    LossDefects.all(),
                    LossDeltaDefects.all(),
                    PropagationDefects.all(),
                    DerivativeDefects.all(),
                    OuterProductDefects.all(),
                    BiasSumDefects.all(),
                    ReductionDefects.all(),
                    PenaltyDefects.all(),
                    AccumulationDefects.all(),
                    UpdateDefects.all())
            .flatMap(List::stream)
            .toList());

    private Catalogue() {}

    /** Look-alikes are written down at one of the two, and hold for both. */
    private static List<Defect> mutual(List<Defect> defects) {
        return defects.stream().map(defect -> withMirrored(defect, defects)).toList();
    }

    private static Defect withMirrored(Defect defect, List<Defect> defects) {
        Defect result = defect;
        for (Defect other : defects) {
            for (LookAlike alike : other.lookAlikes()) {
                if (alike.defect().equals(defect.id()) && !result.isLike(other.id())) {
                    result = result.like(other.id(), alike.when());
                }
            }
        }
        return result;
    }

    /**
     * Every defect.
     *
     * @return a list that cannot be changed
     */
    public static List<Defect> all() {
        return ALL;
    }

    /**
     * Looks a defect up.
     *
     * @param id for example {@code derivative-at-activation}
     * @return empty if there is none of that id
     */
    public static Optional<Defect> find(String id) {
        return ALL.stream().filter(defect -> defect.id().equals(id)).findFirst();
    }
}
