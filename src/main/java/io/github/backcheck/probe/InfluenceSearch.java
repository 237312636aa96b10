package io.github.backcheck.probe;

import io.github.backcheck.model.Batch;
import io.github.backcheck.probe.Epochs.Start;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Looks for samples that a pass never uses: exchanged for others, they leave every parameter what it would have been, to the
 * last bit. A loop that draws its samples at random, or leaves out an incomplete last batch after shuffling, leaves out some
 * each time; so samples at an end count only if they are left out for several sizes of the data, while others are not.
 */
final class InfluenceSearch {

    private static final int GROUPS = 8;
    private static final int[] SHORTER = {1, 2, 3, 5};

    private final Epochs epochs;
    private final Batch data;
    private final Map<Start, List<double[]>> base = new EnumMap<>(Start.class);

    InfluenceSearch(Epochs epochs, Batch data) {
        this.epochs = epochs;
        this.data = data;
    }

    private enum End {
        FIRST,
        LAST
    }

    /** What was found. */
    record Found(List<Integer> unused, boolean certain) {}

    Found find() {
        TreeSet<Integer> unused = new TreeSet<>();
        boolean certain = false;
        int size = data.size();
        for (int group = 0; group < GROUPS && size >= 4 * GROUPS; group++) {
            int from = group * size / GROUPS;
            int to = (group + 1) * size / GROUPS;
            if (!hasInfluence(from, to)) {
                IntStream.range(from, to).forEach(unused::add);
                certain = true;
            }
        }
        if (size > 1 && !hasInfluence(size - 1, size)) {
            int length = length(End.LAST);
            IntStream.range(size - length, size).forEach(unused::add);
            certain |= isAlwaysLeftOut(End.LAST);
        }
        if (size > 1 && !hasInfluence(0, 1)) {
            int length = length(End.FIRST);
            IntStream.range(0, length).forEach(unused::add);
            certain |= isAlwaysLeftOut(End.FIRST);
        }
        return new Found(List.copyOf(unused), certain);
    }

    /** How many samples at an end have no influence together. */
    private int length(End end) {
        int without = 1;
        int with = data.size();
        for (int tried = 2; tried < data.size(); tried *= 2) {
            if (influenceOfEnd(tried, end)) {
                with = tried;
                break;
            }
            without = tried;
        }
        while (with - without > 1) {
            int middle = (with + without) / 2;
            if (influenceOfEnd(middle, end)) {
                with = middle;
            } else {
                without = middle;
            }
        }
        return without;
    }

    private boolean influenceOfEnd(int length, End end) {
        return end == End.LAST ? hasInfluence(data.size() - length, data.size()) : hasInfluence(0, length);
    }

    private boolean isAlwaysLeftOut(End end) {
        int size = data.size();
        for (int step = 1; step <= 4 && size > 8; step++) {
            int inside = step * size / 5;
            if (!hasInfluence(inside, inside + 1)) {
                return false;
            }
        }
        for (int shorter : SHORTER) {
            int left = size - shorter;
            if (left >= 2) {
                InfluenceSearch search = new InfluenceSearch(epochs, data.slice(0, left));
                if (end == End.LAST ? search.hasInfluence(left - 1, left) : search.hasInfluence(0, 1)) {
                    return false;
                }
            }
        }
        return true;
    }

    boolean hasInfluence(int from, int to) {
        Batch exchanged = exchanged(from, to);
        for (Start start : Start.values()) {
            List<double[]> unchanged = base.computeIfAbsent(start, s -> epochs.parametersAfter(data, s));
            if (!Epochs.areIdentical(epochs.parametersAfter(exchanged, start), unchanged)) {
                return true;
            }
        }
        return false;
    }

    /** Each sample of a range replaced by one with other targets, from half the data away. */
    private Batch exchanged(int from, int to) {
        List<Integer> order = new ArrayList<>();
        for (int sample = 0; sample < data.size(); sample++) {
            order.add(from <= sample && sample < to ? another(sample) : sample);
        }
        return data.select(order.stream().mapToInt(Integer::intValue).toArray());
    }

    private int another(int sample) {
        int size = data.size();
        for (int step = 0; step < size; step++) {
            int other = (sample + size / 2 + step) % size;
            if (!Arrays.equals(data.target(other), data.target(sample))
                    && !Arrays.equals(data.input(other), data.input(sample))) {
                return other;
            }
        }
        return (sample + Math.max(1, size / 2)) % size;
    }
}
