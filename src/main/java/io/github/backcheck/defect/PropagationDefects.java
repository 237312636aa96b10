package io.github.backcheck.defect;

import java.util.List;

/** Defects of handing delta down. */
final class PropagationDefects {

    private PropagationDefects() {}

    static List<Defect> all() {
        return List.of();
    }
}
