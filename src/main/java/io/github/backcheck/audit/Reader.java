package io.github.backcheck.audit;

import io.github.backcheck.audit.Recall.Kind;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.ModelLayer;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads gradients off a program that may remember earlier calls: what is left over from them is taken off. The gradient of a
 * program without a gradient is known up to the learning rate.
 */
final class Reader {

    /**
     * One call and the call before it: how storing and adding up is judged.
     *
     * @param index of the single sample of the call before
     * @param before what the call before answered
     * @param after what the call answered, with the last of the single samples
     */
    record Carried(int index, Layers before, Layers after) {}

    private final GradientProbe probe;
    private final List<List<Recall>> recalls = new ArrayList<>();
    private final List<Carried> carried;
    private final int indexOfOther;
    private Layers last;

    /**
     * Learns how the program remembers, by a few calls.
     *
     * @param differ for each parameter, whether the two batches have different gradients at all
     */
    Reader(Model model, Batch batch, Batch other, int indexOfOther, List<Boolean> differ) {
        this.indexOfOther = indexOfOther;
        this.probe = GradientProbe.of(model);
        List<Layers> calls = new ArrayList<>();
        for (Batch one : List.of(batch, batch, batch, other, other)) {
            calls.add(probe.read(one));
        }
        this.last = calls.get(4);
        this.carried = List.of(
                new Carried(0, calls.get(2), calls.get(3)), new Carried(indexOfOther, calls.get(3), calls.get(4)));
        List<List<Layers.Part>> answers = calls.stream().map(Layers::parts).toList();
        int part = 0;
        for (ModelLayer layer : model.layers()) {
            List<Recall> ofLayer = new ArrayList<>();
            for (int i = 0; i < layer.parameters().size(); i++) {
                int at = part++;
                Recall own = Recall.of(
                        answers.get(0).get(at),
                        answers.get(1).get(at),
                        answers.get(2).get(at));
                boolean tells = own.kind() == Kind.NONE && differ.get(at);
                ofLayer.add(
                        tells
                                ? Recall.across(
                                        answers.get(2).get(at),
                                        answers.get(3).get(at),
                                        answers.get(4).get(at))
                                : own);
            }
            boolean stuck = ofLayer.stream().allMatch(recall -> recall.kind() == Kind.STUCK);
            recalls.add(ofLayer.stream()
                    // A part that does not depend on the batch is wrong, but not for being kept.
                    .map(recall -> recall.kind() == Kind.STUCK && !stuck ? Recall.NOTHING : recall)
                    .toList());
        }
    }

    List<Carried> carried() {
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

    /** The same without what says nothing about its batch, because every call answers the same. */
    Layers withoutStuck(Layers seen) {
        List<Recall> flat = recalls.stream().flatMap(List::stream).toList();
        int[] index = {0};
        return seen.map(part -> flat.get(index[0]++).kind() == Kind.STUCK ? new Layers.Part(new double[0], 0) : part);
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
            Recall here = Recall.of(seconds.get(i), thirds.get(i), part);
            // Where nothing moves any more, as at a sample that says nothing, it is what it was found to be before.
            double share =
                    here.kind() == Kind.ADDS_UP ? here.share() : flat.get(i).share();
            return part.plus(-share, thirds.get(i));
        });
    }
}
