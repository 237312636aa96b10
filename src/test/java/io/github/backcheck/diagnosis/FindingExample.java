package io.github.backcheck.diagnosis;

import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Model;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * A small program with something wrong, and the same program mended.
 *
 * @param id what is to be found in the one and not in the other
 * @param broken examines the one
 * @param mended examines the other
 */
record FindingExample(FindingId id, Supplier<Diagnosis> broken, Supplier<Diagnosis> mended) {

    /** The finding as its page prints it. */
    Finding finding() {
        Diagnosis diagnosis = broken.get();
        return diagnosis
                .finding(id)
                .orElseThrow(() -> new IllegalStateException("no " + id + " among the findings:\n" + diagnosis));
    }

    /** For programs that are mended alike. */
    static Supplier<Diagnosis> once(Supplier<Diagnosis> diagnosis) {
        AtomicReference<Diagnosis> known = new AtomicReference<>();
        return () -> known.updateAndGet(before -> before == null ? diagnosis.get() : before);
    }

    static Diagnosis examine(Model model, Batch data) {
        return Examination.of(model).data(data).run();
    }
}
