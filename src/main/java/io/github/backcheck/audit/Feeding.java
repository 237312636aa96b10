package io.github.backcheck.audit;

/** How a program goes through a batch, which matters to what is kept from sample to sample. */
enum Feeding {
    /** All samples at once. */
    BATCH,
    /** One sample after the other through the same buffers. */
    SAMPLE_BY_SAMPLE
}
