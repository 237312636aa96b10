package io.github.backcheck.audit;

import io.github.backcheck.audit.Layers.Part;
import io.github.backcheck.audit.Recall.Kind;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Model;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads gradients off a program that may remember earlier calls: what is left over from them is taken off. The gradient of a
 * program without a gradient is known up to the learning rate.
 */
final class Reader {

    /** What was kept of the call before, and what the next call gave: how storing and adding up is judged. */
    record Carried(Layers before, Layers after) {}

    private final GradientProbe probe;
    private final List<List<Recall>> recalls = new ArrayList<>();
    private Layers last;
    private final Carried carried;
    private final int indexOfOther;

    /** Learns how the program remembers, by a few calls. */
    Reader(Model model, Batch batch, Batch other, int indexOfOther) {
        this.indexOfOther = indexOfOther;
        this.probe = GradientProbe.of(model);
        Layers first = probe.read(batch);
        Layers second = probe.read(batch);
        Layers third = probe.read(batch);
        Layers fourth = probe.read(other);
        this.carried = new Carried(third, fourth);
        this.last = fourth;
        for (int layer = 0; layer < model.layers().size(); layer++) {
            List<Recall> ofLayer = new ArrayList<>();
            ofLayer.add(Recall.of(
                    first.weights(layer), second.weights(layer), third.weights(layer), fourth.weights(layer)));
            Optional<Part> biases = first.biases(layer);
            if (biases.isPresent()) {
                ofLayer.add(Recall.of(
                        biases.get(),
                        second.biases(layer).orElseThrow(),
                        third.biases(layer).orElseThrow(),
                        fourth.biases(layer).orElseThrow()));
            }
            recalls.add(List.copyOf(ofLayer));
        }
    }

    Carried carried() {
        return carried;
    }

    /** How many single samples there are: the last of them was the one read after the others. */
    int indexOfOther() {
        return indexOfOther;
    }

    /** Of weights and, where there are any, biases. */
    List<Recall> recalls(int layer) {
        return recalls.get(layer);
    }

    boolean is(Kind kind) {
        return recalls.stream().flatMap(List::stream).anyMatch(recall -> recall.kind() == kind);
    }

    /** What belongs to a batch at the present parameters. */
    Layers read(Batch batch) {
        if (is(Kind.ONE_BEHIND)) {
            last = probe.read(batch);
        }
        last = probe.read(batch);
        return is(Kind.ADDS_UP) ? withoutEarlier(batch) : last;
    }

    /** How much of the answer before is in an answer may depend on the size of the batch, so it is read off anew. */
    private Layers withoutEarlier(Batch batch) {
        Layers second = last;
        Layers third = probe.read(batch);
        last = probe.read(batch);
        Layers fourth = last;
        List<Layers.Part> seconds = second.parts();
        List<Layers.Part> thirds = third.parts();
        List<Recall> flat = recalls.stream().flatMap(List::stream).toList();
        int[] index = {0};
        return fourth.map(part -> {
            int i = index[0]++;
            Recall here = Recall.of(seconds.get(i), thirds.get(i), part, part);
            // Where nothing moves any more, as at a sample that says nothing, it is what it was found to be before.
            double share =
                    here.kind() == Kind.ADDS_UP ? here.share() : flat.get(i).share();
            return part.plus(-share, thirds.get(i));
        });
    }
}
