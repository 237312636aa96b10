package io.github.backcheck.defect;

import java.util.List;

/** Defects of the factor f'(z). */
final class DerivativeDefects {

    private DerivativeDefects() {}

    static List<Defect> all() {
        return List.of();
    }
}
