package io.github.backcheck.defect;

import java.util.List;

/** Defects of computing a = f(z). */
final class ActivationDefects {

    private ActivationDefects() {}

    static List<Defect> all() {
        return List.of();
    }
}
