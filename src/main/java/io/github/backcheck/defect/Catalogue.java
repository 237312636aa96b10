package io.github.backcheck.defect;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All known defects, in the order in which a program runs: forward pass, loss, backpropagation, update. Within a step the
 * likeliest come first.
 */
public final class Catalogue {

    private static final List<Defect> ALL = Stream.of(
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
            .toList();

    private Catalogue() {}

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
