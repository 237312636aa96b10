package io.github.backcheck.defect;

import java.util.List;

/** Defects of dW of a sample. */
final class OuterProductDefects {

    private OuterProductDefects() {}

    static List<Defect> all() {
        return List.of();
    }
}
