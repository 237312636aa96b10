package io.github.backcheck.gradient;

import io.github.backcheck.model.Parameter;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Looks for the wrong entries of a parameter whose gradient does not agree along a random direction. Two more directions,
 * weighted by a ramp over the rows and by one over the columns, give the centre of the error: if a single entry is wrong, that
 * is where it is, and if a single row or column is, it is known which. What is guessed so is confirmed by measuring there.
 * Otherwise the block is cut in two, one half is measured, and the other half has the rest of the gap. Entries found are
 * differenced one by one, by which alone they are judged.
 *
 * <p>Each block still open has a wrong entry. When there are many, most entries are wrong and finding each would help nobody:
 * some of each block are differenced then, to show what the error looks like.
 */
final class Localisation {

    /** More wrong entries than this are not looked for one by one. */
    private static final int MOST = 16;

    /** So many wrong ones in a parameter small enough, and the rest is looked at too. */
    private static final int MANY = MOST / 2;

    /** How many are then looked at. */
    private static final int SAMPLE = 40;

    private final ParameterWiseDifferences differences;
    private final Parameter parameter;
    private final Direction direction;
    private final double uncertainty;
    private final Estimate estimate;
    private final long seed;
    private final ArrayDeque<Block> open = new ArrayDeque<>();
    private final BitSet unexplained = new BitSet();
    private int found;
    private double unseen;

    private Localisation(Screen screen, ParameterWiseDifferences differences, Estimate estimate, long seed) {
        this.differences = differences;
        this.direction = screen.direction();
        this.parameter = direction.parameter();
        this.uncertainty = screen.measured().uncertainty();
        this.unseen = uncertainty;
        this.estimate = estimate;
        this.seed = seed;
        open.add(new Block(
                new Block.Span(0, parameter.rows()),
                new Block.Span(0, parameter.columns()),
                parameter.columns(),
                screen.measured(),
                Optional.empty()));
    }

    /**
     * Looks for them.
     *
     * @param screen a direction that disagrees
     * @param estimate receives the entries looked at. Modified.
     */
    static Localisation of(Screen screen, ParameterWiseDifferences differences, Estimate estimate, long seed) {
        Localisation localisation = new Localisation(screen, differences, estimate, seed);
        localisation.run();
        return localisation;
    }

    /** Whether wrong entries were followed to the last of them, so that all others are known to agree. */
    boolean isComplete() {
        return unexplained.isEmpty();
    }

    /** How large a gap may be and not have been seen. */
    double unseen() {
        return unseen;
    }

    private void run() {
        while (!open.isEmpty() && found + open.size() <= MOST) {
            Block block = open.remove();
            if (block.size() == 1) {
                difference(block.first());
                found++;
            } else {
                narrow(block);
            }
        }
        if (parameter.size() <= SAMPLE && found + open.size() > MANY) {
            IntStream.range(0, parameter.size()).forEach(this::difference);
        } else {
            int share = open.isEmpty() ? 0 : (SAMPLE + open.size() - 1) / open.size();
            open.forEach(block -> sample(block, share));
        }
    }

    private void narrow(Block block) {
        Block.Centre centre = block.centre().orElseGet(() -> centre(block));
        Block smaller = block.around(centre);
        if (2 * smaller.size() <= block.size()) {
            boolean atOnce = smaller.size() == 1 && centre.isExact();
            Gap gap = atOnce ? difference(smaller.first()) : measure(smaller, entry -> 1);
            if (!block.gap().minus(gap).isVisible()) {
                if (atOnce) {
                    found++;
                } else {
                    open.addFirst(centre.isSharp() ? smaller.with(gap).with(Optional.of(centre)) : smaller.with(gap));
                }
                return;
            }
        }
        cut(block.with(Optional.of(centre)));
    }

    private Block.Centre centre(Block block) {
        Block.Span rows = block.rows();
        Block.Span columns = block.columns();
        return new Block.Centre(
                place(block, rows, entry -> rows.ramp(entry / block.width())),
                place(block, columns, entry -> columns.ramp(entry % block.width())));
    }

    private Block.Place place(Block block, Block.Span span, IntToDoubleFunction ramp) {
        return span.length() == 1
                ? new Block.Place(span.first(), 0)
                : Block.Place.of(span, block.gap(), measure(block, ramp));
    }

    /** A block whose gap is all in one half keeps its centre. */
    private void cut(Block block) {
        Block one = block.halves().get(0);
        Block other = block.halves().get(1);
        Gap first = measure(one, entry -> 1);
        Gap second = block.gap().minus(first);
        unseen = Math.max(unseen, second.uncertainty());
        if (first.isVisible() && second.isVisible()) {
            open.add(one.with(first).with(Optional.empty()));
            open.add(other.with(second).with(Optional.empty()));
        } else if (first.isVisible()) {
            open.addFirst(one.with(first));
        } else if (second.isVisible()) {
            open.addFirst(other);
        } else {
            // Too little of the gap is left in either half to be followed.
            block.entries().forEach(unexplained::set);
        }
    }

    /** The gap along the direction in a block, weighted. */
    private Gap measure(Block block, IntToDoubleFunction weight) {
        Direction part = direction.times(entry -> block.contains(entry) ? weight.applyAsDouble(entry) : 0);
        return new Gap(differences.quotient(part).slope() - part.slope(), uncertainty);
    }

    /** The gap of this very entry along the direction. */
    private Gap difference(int entry) {
        if (!estimate.isChecked(entry)) {
            differences.entry(parameter, entry, estimate);
        }
        double amount = direction.amount(entry);
        return new Gap(
                amount * (estimate.value(entry) - direction.analytic(entry)),
                Math.abs(amount) * estimate.uncertainty(entry));
    }

    private void sample(Block block, int count) {
        for (int within : EntrySample.random(block.size(), count, seed + block.first())) {
            difference(block.entry(within));
        }
        block.entries().forEach(unexplained::set);
    }
}
