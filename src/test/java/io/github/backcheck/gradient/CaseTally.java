package io.github.backcheck.gradient;

import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Layer;

/** What the networks of a campaign were like. */
final class CaseTally {

    final Counts<Integer> depths = new Counts<>();
    final Counts<Integer> widths = new Counts<>();
    final Counts<Integer> samples = new Counts<>();
    final Counts<Integer> weightDecades = new Counts<>();
    final Counts<Integer> lossDecades = new Counts<>();
    final Counts<String> activations = new Counts<>();
    final Counts<String> losses = new Counts<>();

    void add(CampaignCase network) {
        Architecture architecture = network.network.architecture;
        depths.add(architecture.depth());
        widths.add(powerOfTwo(
                architecture.layers().stream().mapToInt(Layer::units).max().orElseThrow()));
        samples.add(powerOfTwo(network.batch.size()));
        weightDecades.add((int) Math.floor(Math.log10(network.weightScale)));
        if (network.loss > 0 && Double.isFinite(network.loss)) {
            lossDecades.add((int) Math.floor(Math.log10(network.loss)));
        }
        for (Layer layer : architecture.layers()) {
            activations.add(layer.activation().name().replaceAll("(slope|alpha) .*\\)", "any $1)"));
        }
        losses.add(architecture.loss() + ", " + architecture.reduction());
    }

    private static int powerOfTwo(int number) {
        return Integer.highestOneBit(number);
    }

    void addAll(CaseTally others) {
        depths.addAll(others.depths);
        widths.addAll(others.widths);
        samples.addAll(others.samples);
        weightDecades.addAll(others.weightDecades);
        lossDecades.addAll(others.lossDecades);
        activations.addAll(others.activations);
        losses.addAll(others.losses);
    }

    private static long below(Counts<Integer> counts, int bound) {
        return counts.asMap().headMap(bound).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    private static long from(Counts<Integer> counts, int bound) {
        return counts.asMap().tailMap(bound).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    /** Losses outside of ±9 decades are shown by their ends only. */
    @Override
    public String toString() {
        Counts<Integer> shown = new Counts<>();
        lossDecades.asMap().subMap(-9, 10).forEach(shown::add);
        return "depth: " + depths
                + "\nlargest width, from: " + widths
                + "\nbatch, from: " + samples
                + "\nweight scale, from 10^: " + weightDecades
                + "\nloss, from 10^: below " + below(lossDecades, -9) + ", " + shown + ", above "
                + from(lossDecades, 10)
                + "\nlayers: " + activations
                + "\nlosses: " + losses;
    }
}
