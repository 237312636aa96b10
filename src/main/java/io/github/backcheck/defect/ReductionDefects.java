package io.github.backcheck.defect;

import java.util.List;

/** Defects of putting the samples of a batch together. */
final class ReductionDefects {

    private ReductionDefects() {}

    static List<Defect> all() {
        return List.of();
    }
}
