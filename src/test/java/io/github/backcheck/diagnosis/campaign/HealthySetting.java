package io.github.backcheck.diagnosis.campaign;

import io.github.backcheck.diagnosis.campaign.PlainUpdate.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * How a right program may be set up: drawn at random over the sensible range.
 *
 * @param number of the draw
 * @param task what is learned
 * @param hidden activation of the hidden layers
 * @param sizes inputs, then units of each layer
 * @param head the last layer and the loss
 * @param rule of the update
 * @param rate learning rate
 * @param batch samples in a step
 * @param lambda of the penalty
 * @param wrapping what its owner shows
 */
record HealthySetting(
        int number,
        Task task,
        Hidden hidden,
        List<Integer> sizes,
        Head head,
        Rule rule,
        double rate,
        int batch,
        double lambda,
        Wrapping wrapping) {

    private static final int LEAST_EPOCHS = 10;
    private static final int MOST_EPOCHS = 60;

    /** What the owner of a network shows of it. */
    enum Wrapping {
        EVERYTHING,
        STEP_ONLY,
        NO_ARCHITECTURE
    }

    HealthySetting {
        sizes = List.copyOf(sizes);
    }

    private static <T> T any(Random random, List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    static HealthySetting draw(int number) {
        Random random = new Random(7919L * number);
        Task task = any(random, List.of(Task.values()));
        List<Integer> sizes = new ArrayList<>();
        sizes.add(task.isOfClasses() ? 64 : 5);
        int depth = any(random, List.of(0, 1, 1, 1, 2, 2, 3, 4));
        for (int l = 0; l < (task.isOfClasses() ? depth : Math.max(1, depth)); l++) {
            sizes.add(8 + random.nextInt(random.nextBoolean() ? 25 : 57));
        }
        sizes.add(task.isOfClasses() ? 10 : 2);
        Rule rule = any(random, List.of(Rule.values()));
        return new HealthySetting(
                number,
                task,
                any(random, List.of(Hidden.values())),
                sizes,
                any(random, task.heads()),
                rule,
                rule.lowest() * Math.pow(rule.highest() / rule.lowest(), random.nextDouble()),
                any(random, List.of(1, 4, 8, 10, 16, 32, 32, 64, 128, 256)),
                random.nextInt(4) == 0 ? Math.pow(10, -5 + 3 * random.nextDouble()) : 0,
                any(random, List.of(Wrapping.values())));
    }

    /** More for larger batches, which take fewer steps in each. */
    int epochs() {
        return Math.max(LEAST_EPOCHS, Math.min(MOST_EPOCHS, batch / 2));
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%d: %s, %s %s, %s, %s at %.3g, batches of %d, lambda %.2g, %s",
                number,
                task,
                hidden,
                sizes,
                head,
                rule,
                rate,
                batch,
                lambda,
                wrapping);
    }
}
