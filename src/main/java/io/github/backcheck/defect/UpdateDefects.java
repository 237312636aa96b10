package io.github.backcheck.defect;

import java.util.List;

/** Defects of applying the gradient. */
final class UpdateDefects {

    private UpdateDefects() {}

    static List<Defect> all() {
        return List.of();
    }
}
