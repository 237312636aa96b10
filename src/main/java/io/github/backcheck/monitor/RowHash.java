package io.github.backcheck.monitor;

import io.github.backcheck.model.Batch;

/**
 * 64 bits that stand for a row of numbers; 0 and −0 are the same number here. Two different rows share them once in 10¹⁹
 * pairs or so. A polynomial of the numbers' bits, which is quick, and then the last mixing of SplitMix64 (Steele, Lea and
 * Flood 2014, OOPSLA, figure 16).
 */
final class RowHash {

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    /** Sign and exponent of a double, which are also added to its lowest bits: those of small whole numbers are all 0. */
    private static final int TOP_BITS = 12;

    private RowHash() {}

    static long ofTargets(Batch batch, int sample) {
        long hash = 0;
        for (int output = 0; output < batch.outputCount(); output++) {
            hash = add(hash, batch.target(sample, output));
        }
        return mix(hash);
    }

    static long ofInputs(Batch batch, int sample) {
        long hash = 1;
        for (int input = 0; input < batch.inputCount(); input++) {
            hash = add(hash, batch.input(sample, input));
        }
        return mix(hash);
    }

    private static long add(long hash, double value) {
        long bits = Double.doubleToRawLongBits(value + 0.0);
        return (hash + (bits ^ Long.rotateLeft(bits, TOP_BITS))) * GOLDEN;
    }

    private static long mix(long hash) {
        long z = (hash ^ (hash >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
