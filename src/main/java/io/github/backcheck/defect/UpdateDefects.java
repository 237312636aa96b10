package io.github.backcheck.defect;

import java.util.List;
import java.util.stream.Stream;

/** Defects of applying the gradient. */
final class UpdateDefects {

    private UpdateDefects() {}

    static List<Defect> all() {
        return Stream.of(
                        UpdateStepDefects.all(),
                        UpdateMemoryDefects.all(),
                        UpdateDecayDefects.all(),
                        UpdatePlaceDefects.all(),
                        UpdateLayerDefects.all(),
                        AdamDefects.all())
                .flatMap(List::stream)
                .toList();
    }
}
