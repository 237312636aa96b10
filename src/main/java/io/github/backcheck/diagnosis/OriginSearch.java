package io.github.backcheck.diagnosis;

import io.github.backcheck.probe.NonFiniteOrigin;
import io.github.backcheck.probe.NonFiniteReport;

/** The search for where a number that is not finite comes from: in one batch, and if nothing is seen there in many samples. */
final class OriginSearch {

    /** A number that is not finite may come of a single sample. */
    private static final int SAMPLES = 512;

    private OriginSearch() {}

    /** A sample that makes it is more likely among many. */
    static NonFiniteReport in(Inquiry inquiry) {
        NonFiniteReport origin = NonFiniteOrigin.of(inquiry.model(), inquiry.first());
        return origin.judgement().isNoticed() ? origin : NonFiniteOrigin.of(inquiry.model(), inquiry.spread(SAMPLES));
    }
}
