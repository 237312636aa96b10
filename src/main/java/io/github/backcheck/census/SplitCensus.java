package io.github.backcheck.census;

import io.github.backcheck.model.Batch;
import io.github.backcheck.text.Fact;
import io.github.backcheck.text.Outline;
import io.github.backcheck.text.PlainText;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Training and test data beside each other: samples that are in both, inputs prepared in different ways, other classes, and
 * targets of the test that stand beside the wrong samples.
 *
 * <pre>{@code
 * SplitCensus split = SplitCensus.of(training, test);
 * split.leakage().found();             // test samples that are in the training data
 * split.inputShift().kind();           // SCALED: one part was divided by 255, the other not
 * split.testRelation().relation();     // do neighbours among the training samples tell the targets of the test?
 * }</pre>
 *
 * @param training samples, inputs, outputs
 * @param test samples, inputs, outputs
 * @param leakage test samples that occur in the training data
 * @param inputShift differences between the inputs
 * @param classShift differences between the classes; empty where targets are no classes
 * @param trainingRelation whether neighbours tell the targets of the training data
 * @param testRelation whether neighbours among the training data tell the targets of the test data, as given, shifted or
 *     reversed; judged only where training targets are related to their inputs
 * @param amongTest whether neighbours among the test data tell their targets, in no more samples than there are training
 *     samples; judged only where the training data show no relation
 */
public record SplitCensus(
        DataShape training,
        DataShape test,
        Leakage leakage,
        InputShift inputShift,
        Optional<ClassShift> classShift,
        TargetRelation trainingRelation,
        TargetRelation testRelation,
        TargetRelation amongTest) {

    /**
     * Compares the two parts.
     *
     * @param training samples to learn from
     * @param test samples that are held out
     * @return the report
     * @throws NullPointerException if a part is null
     * @throws IllegalArgumentException if the parts have different numbers of inputs or outputs
     */
    public static SplitCensus of(Batch training, Batch test) {
        Objects.requireNonNull(training, "the training data are null");
        Objects.requireNonNull(test, "the test data are null");
        DataShape first = DataShape.of(training);
        DataShape second = DataShape.of(test);
        if (first.inputs() != second.inputs() || first.outputs() != second.outputs()) {
            throw new IllegalArgumentException("the training data have " + first + ", the test data " + second
                    + ": as many inputs and outputs in both were expected");
        }
        TargetRelation relation = RelationJudge.of(training);
        return new SplitCensus(
                first,
                second,
                Leakage.of(training, test),
                InputShift.of(Rows.inputs(training), Rows.inputs(test)),
                ClassShift.of(training, test),
                relation,
                SplitRelationJudge.of(training, test, relation),
                relation.relation() == Relation.NO_RELATION_SEEN
                        ? RelationJudge.of(test.slice(0, Math.min(training.size(), test.size())))
                        : TargetRelation.notJudged("the training data show a relation, or were not judged"));
    }

    /**
     * The report as evidence.
     *
     * @return what is in both first, then inputs, then targets
     */
    public List<Fact> facts() {
        List<Fact> facts = new ArrayList<>(List.of(leakage.fact(), inputShift.fact()));
        classShift.map(ClassShift::fact).ifPresent(facts::add);
        facts.add(trainingRelation.fact("training inputs and targets"));
        facts.add(testRelation.fact("test inputs and targets"));
        return List.copyOf(facts);
    }

    /**
     * Adds the report to an outline.
     *
     * @param page where to. Modified.
     * @return the outline
     */
    public Outline describeTo(Outline page) {
        return page.heading("Training data: " + training + "; test data: " + test)
                .facts(facts());
    }

    /** A heading and a few facts. */
    @Override
    public String toString() {
        return describeTo(new PlainText()).toString();
    }
}
