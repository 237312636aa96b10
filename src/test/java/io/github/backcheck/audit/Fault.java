package io.github.backcheck.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * What an audit should ideally say about a mistake in a program.
 *
 * @param step the step that is wrong, in the words of the reference network, or forward, loss or update
 * @param layers from the number of layers to those in which it is wrong, from 0. A propagation belongs to the layer that
 *     receives the delta.
 * @param words suggestions for the name of the mistake, any of which would do
 * @param shape what the network must be like to have it
 * @param others what else is wrong in the same program; two mistakes may cancel in some layers
 */
record Fault(String step, IntFunction<List<Integer>> layers, List<String> words, Shape shape, List<Fault> others) {

    /** What a network must be like to have a mistake. */
    enum Shape {
        ANY,
        /** All layers and the inputs of one width, as a matrix of the wrong layer or layout must fit. */
        SQUARE,
        /** Three layers or more, all of one width. */
        DEEP_SQUARE
    }

    /** Nothing is wrong. */
    static final Fault NONE = in("none", depth -> List.of());

    static Fault in(String step, IntFunction<List<Integer>> layers, String... words) {
        return new Fault(step, layers, List.of(words), Shape.ANY, List.of());
    }

    static Fault everywhere(String step, String... words) {
        return in(step, depth -> layersFrom(0, depth), words);
    }

    static Fault inLast(String step, String... words) {
        return in(step, depth -> List.of(depth - 1), words);
    }

    static Fault inFirst(String step, String... words) {
        return in(step, depth -> List.of(0), words);
    }

    static Fault belowLast(String step, String... words) {
        return in(step, depth -> layersFrom(0, depth - 1), words);
    }

    static Fault aboveFirst(String step, String... words) {
        return in(step, depth -> layersFrom(1, depth), words);
    }

    static List<Integer> layersFrom(int from, int to) {
        return IntStream.range(from, to).boxed().toList();
    }

    Fault square() {
        return new Fault(step, layers, words, Shape.SQUARE, others);
    }

    Fault deepSquare() {
        return new Fault(step, layers, words, Shape.DEEP_SQUARE, others);
    }

    /** The same with something else wrong in the same program. */
    Fault and(Fault other) {
        List<Fault> more = new ArrayList<>(others);
        more.add(other);
        return new Fault(step, layers, words, shape, List.copyOf(more));
    }
}
