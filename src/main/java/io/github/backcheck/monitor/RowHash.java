package io.github.backcheck.monitor;

import io.github.backcheck.model.Batch;

/**
 * 64 bits that stand for a row of numbers; 0 and −0 are the same number here. Two different rows share them once in 10¹⁹
 * pairs. The bits are mixed as in SplitMix64 (Steele, Lea and Flood 2014, OOPSLA, figure 16).
 */
final class RowHash {

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private RowHash() {}

    static long ofTargets(Batch batch, int sample) {
        long hash = 0;
        for (int output = 0; output < batch.outputCount(); output++) {
            hash = mix(hash, batch.target(sample, output));
        }
        return hash;
    }

    static long ofInputs(Batch batch, int sample) {
        long hash = GOLDEN;
        for (int input = 0; input < batch.inputCount(); input++) {
            hash = mix(hash, batch.input(sample, input));
        }
        return hash;
    }

    private static long mix(long hash, double value) {
        long z = (hash ^ Double.doubleToRawLongBits(value + 0.0)) + GOLDEN;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
