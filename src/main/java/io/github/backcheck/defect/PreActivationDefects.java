package io.github.backcheck.defect;

import java.util.List;

/** Defects of computing z. */
final class PreActivationDefects {

    private PreActivationDefects() {}

    static List<Defect> all() {
        return List.of();
    }
}
