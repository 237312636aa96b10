package io.github.backcheck.diagnosis;

import io.github.backcheck.gradient.GradientReport;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Model;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** An examination on its way: what is examined, and what is known of it so far. */
final class Inquiry {

    /** A dozen samples show each step apart from the others. */
    private static final int SAMPLES_OF_AUDIT = 12;

    private final Examination.Settings settings;
    private final Batch shuffled;
    private final Batch first;
    private final long askedBefore;
    private final List<String> leftOut = new ArrayList<>();
    private Reports reports = Reports.none();

    Inquiry(Examination.Settings settings) {
        this.settings = settings;
        this.shuffled = data().shuffled(settings.seed());
        this.first = shuffled.slice(0, Math.min(settings.pace().batchSize(), data().size()));
        this.askedBefore = model().samplesAsked();
    }

    Examination.Settings settings() {
        return settings;
    }

    Model model() {
        return settings.model();
    }

    /** All samples, in their own order. */
    Batch data() {
        return settings.data();
    }

    /** All samples, in the order in which they are trained on. */
    Batch shuffled() {
        return shuffled;
    }

    /** The first batch of the shuffled samples. */
    Batch first() {
        return first;
    }

    /** A batch for audits of single steps. */
    Batch auditBatch() {
        return shuffled.slice(0, Math.min(Math.max(first.size(), SAMPLES_OF_AUDIT), data().size()));
    }

    /** At most so many samples, at even distances, in the order of the data. */
    Batch spread(int most) {
        return spread(data(), most);
    }

    /** At most so many samples of a batch, at even distances, in their order. */
    static Batch spread(Batch all, int most) {
        int samples = Math.min(most, all.size());
        return all.select(IntStream.range(0, samples)
                .map(i -> (int) ((long) i * all.size() / samples))
                .toArray());
    }

    /** Keeps what a stage came to, in place of another of its type. */
    void add(Object report) {
        reports = reports.with(report);
    }

    <T> Optional<T> find(Class<T> type) {
        return reports.find(type);
    }

    /** Everything that is known so far. */
    Evidence evidence() {
        return new Evidence(LayerFacts.of(model()), model().architecture(), reports);
    }

    /** What the gradient check came to, once it has been made. */
    GradientOutcome gradient() {
        return new GradientOutcome(find(GradientReport.class).orElseThrow());
    }

    /** Says that a stage, or part of one, will not be judged. */
    void leaveOut(Stage stage, String why) {
        leftOut.add(stage + ": " + why);
    }

    List<String> leftOut() {
        return List.copyOf(leftOut);
    }

    /** Whether the network has been given as many samples as it may. */
    boolean isSpent() {
        return model().samplesAsked() - askedBefore >= settings.pace().budget();
    }
}
