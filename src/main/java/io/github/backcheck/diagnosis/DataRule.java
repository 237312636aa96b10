package io.github.backcheck.diagnosis;

import io.github.backcheck.census.CensusReport;
import io.github.backcheck.census.ClassBalance;
import io.github.backcheck.census.Duplicates;
import io.github.backcheck.census.HotRows;
import io.github.backcheck.census.Relation;
import io.github.backcheck.census.SplitCensus;
import io.github.backcheck.census.TargetReach;
import io.github.backcheck.census.TargetRelation;
import io.github.backcheck.monitor.ClassPredictions;
import io.github.backcheck.monitor.PredictionReport;
import io.github.backcheck.text.Fact;
import io.github.backcheck.text.Figures;
import io.github.backcheck.text.Lists;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** What is wrong with inputs and targets whatever the network is. Sizes are judged by trials. */
final class DataRule implements Rule {

    /** Where so many samples are of one class, answering with it looks like success. */
    private static final double ALMOST_ALL = 0.8;

    /** What a network learns by heart of a few hundred samples in as few steps as a trial has. */
    private static final double BY_HEART = 0.3;

    /** Of what there is to reach, noise at the limits. */
    private static final double HARDLY_ANYTHING = 0.01;

    /** With so many targets out of reach, a low loss means nothing: a cross-entropy may even be negative. */
    private static final double MANY = 0.05;

    /** What a network that has learned something of the data gets right of others, at least where guessing stays below. */
    private static final double ROOM = 0.6;

    /** Who gets so much of the training data right has learned something of them. */
    private static final double PARTLY = 0.4;

    /** Blank samples are in both. */
    private static final double A_FEW = 0.1;

    /** Samples whose inputs occur with another target, too: from here on they are no slips. */
    private static final double MOSTLY = 0.3;

    private static final int FEWEST_SAMPLES = 50;

    /** Standard deviations that chance may be better than guessing. */
    private static final double CHANCE = 3;

    @Override
    public List<Finding> judge(Evidence evidence) {
        CensusReport data = evidence.data();
        List<Finding> findings = new ArrayList<>();
        header(data).ifPresent(findings::add);
        data.inputs()
                .signedBytes()
                .ifPresent(bytes -> findings.add(new Finding(
                        FindingId.BYTES_WITH_SIGN,
                        Severity.HURTS,
                        List.of(),
                        "The inputs are bytes that were read with a sign: what was 128 to 255 became -128 to -1.",
                        List.of(new Fact("inputs", bytes.toString())),
                        "A byte of Java has a sign. Read a pixel as b & 0xFF.")));
        oneHot(data).ifPresent(findings::add);
        evidence.reports()
                .find(TargetReach.class)
                .filter(reach -> !evidence.doesItsJob() || reach.unreachable() > MANY * reach.targets())
                .flatMap(DataRule::reach)
                .ifPresent(findings::add);
        imbalance(evidence).ifPresent(findings::add);
        conflicts(evidence).or(() -> relation(evidence, data.relation())).ifPresent(findings::add);
        return List.copyOf(findings);
    }

    private static Optional<Finding> header(CensusReport data) {
        List<Fact> facts = new ArrayList<>();
        data.inputs().header().ifPresent(header -> facts.add(new Fact("inputs", header.toString())));
        data.targets().header().ifPresent(header -> facts.add(new Fact("targets", header.toString())));
        return facts.isEmpty()
                ? Optional.empty()
                : Optional.of(new Finding(
                        FindingId.HEADER_IN_DATA,
                        Severity.BREAKS,
                        List.of(),
                        "The header of the data file was read as if it were a sample, so that everything after it is shifted.",
                        facts,
                        "A file of IDX images begins with 16 bytes that are no pixels, one of labels with 8 that are no"
                                + " labels. Skip them."));
    }

    private static Optional<Finding> oneHot(CensusReport data) {
        HotRows rows = data.targets().rows();
        String statement = switch (rows.kind()) {
            case BROKEN_ONE_HOT ->
                rows.single() == 0
                        ? "Every target is 0: no sample has a class."
                        : "Most targets are one-hot, and some are not.";
            case NEVER_CLEARED ->
                "The targets of a sample hold those of the samples before it, too: the array is never" + " cleared.";
            case ONE_HOT, SEVERAL_LABELS, TWO_CLASSES, CONSTANT, NUMBERS -> "";
        };
        return statement.isEmpty()
                ? Optional.empty()
                : Optional.of(new Finding(
                        FindingId.TARGETS_NOT_ONE_HOT,
                        rows.single() > rows.empty() + rows.several() ? Severity.HURTS : Severity.BREAKS,
                        List.of(),
                        statement,
                        List.of(new Fact("rows of targets", rows.toString())),
                        "Look where a label becomes a target: is the 1 written into the very array that is used, for each"
                                + " sample, and is the array a new one, or filled with 0, before the next?"));
    }

    private static Optional<Finding> reach(TargetReach reach) {
        return reach.unreachable() == 0 && reach.wrongSums() == 0
                ? Optional.empty()
                : Optional.of(new Finding(
                        FindingId.TARGETS_OUT_OF_RANGE,
                        reach.wrongSums() == 0 && reach.lost() < HARDLY_ANYTHING ? Severity.ADVICE : Severity.HURTS,
                        List.of(),
                        "Some targets lie where the outputs cannot go.",
                        List.of(new Fact("targets", reach.toString())),
                        "Bring targets and output activation together: 0 and 1 for sigmoid, -1 and 1 for tanh, shares that add"
                                + " up to 1 for softmax, and no activation for numbers of any size."));
    }

    /** Only once the network is as often right as if it always gave that class, and leaves out others. */
    private static Optional<Finding> imbalance(Evidence evidence) {
        return evidence.data()
                .targets()
                .balance()
                .filter(balance -> balance.largestShare() >= ALMOST_ALL
                        && evidence.data().shape().samples() >= FEWEST_SAMPLES)
                .flatMap(balance -> evidence.predictions()
                        .flatMap(known -> known.classes())
                        .filter(known -> known.correct() >= balance.counts().get(balance.largest()))
                        .flatMap(known -> imbalance(balance, known, evidence)));
    }

    private static Optional<Finding> imbalance(ClassBalance balance, ClassPredictions predictions, Evidence evidence) {
        List<Integer> never = IntStream.range(0, balance.counts().size())
                .filter(c ->
                        balance.counts().get(c) > 0 && predictions.predicted().get(c) == 0)
                .boxed()
                .toList();
        boolean onlyOne = predictions.dominantClass().equals(OptionalInt.of(balance.largest()));
        return never.isEmpty()
                ? Optional.empty()
                : Optional.of(new Finding(
                        FindingId.CLASS_IMBALANCE,
                        onlyOne && !evidence.loss().isFalling() ? Severity.HURTS : Severity.MILD,
                        List.of(),
                        Figures.percent(balance.largestShare()) + " of the samples are of class " + balance.largest()
                                + (onlyOne
                                        ? ", and the network answers with it whatever the sample."
                                        : ", and the network never answers with "
                                                + (never.size() == 1 ? "class " : "classes ") + Lists.indices(never)
                                                + "."),
                        List.of(new Fact("classes", balance.toString())),
                        "Accuracy says little here: "
                                + Figures.percent(balance.largestShare())
                                + " is reached without looking. Show the rare classes more often, or give their samples more"
                                + " weight, and count what is right class by class."));
    }

    /** Nobody can give two answers to the same question. */
    private static Optional<Finding> conflicts(Evidence evidence) {
        Duplicates duplicates = evidence.data().duplicates();
        return duplicates.conflicting() < MOSTLY * duplicates.samples() || evidence.doesItsJob()
                ? Optional.empty()
                : Optional.of(new Finding(
                        FindingId.TARGETS_UNRELATED,
                        Severity.HURTS,
                        List.of(),
                        "The same inputs have different targets: no network can give two answers to one question.",
                        List.of(new Fact("repeated inputs", duplicates.toString())),
                        "What tells these samples apart is not among the inputs. Is a column lost, or rounded away?"));
    }

    private static Optional<Finding> relation(Evidence evidence, TargetRelation relation) {
        List<Fact> facts = List.of(new Fact("inputs and targets", relation.toString()));
        return switch (relation.relation()) {
            case SHIFTED, REVERSED ->
                Optional.of(
                        new Finding(
                                FindingId.TARGETS_SHIFTED,
                                Severity.BREAKS,
                                List.of(),
                                relation.relation() == Relation.REVERSED
                                        ? "The targets stand beside the inputs in the opposite order."
                                        : "The targets are out of step with the inputs: those of a sample stand "
                                                + Figures.count(Math.abs(relation.shift()), "row")
                                                + (relation.shift() > 0 ? " further on." : " further back."),
                                facts,
                                "Look how the two files are read: is a line, a header or a first sample left out of one of them only?"));
            case NO_RELATION_SEEN ->
                relationOfTest(evidence).isPresent()
                        ? relationOfTest(evidence).map(test -> onlyInTest(relation, test))
                        : (evidence.doesItsJob() || isLearning(evidence)) && !isChanceOnTestData(evidence)
                                ? Optional.empty()
                                : Optional.of(
                                        new Finding(
                                                FindingId.TARGETS_UNRELATED,
                                                Severity.HURTS,
                                                List.of(),
                                                "Nothing in the inputs tells the targets, as far as near neighbours show.",
                                                facts,
                                                "Are inputs and targets shuffled by the same order? Are the labels those of these samples? If the"
                                                        + " relation is meant to be one that neighbours cannot see, ignore this."));
            case NOT_JUDGED ->
                isChanceOnTestData(evidence)
                        ? Optional.of(new Finding(
                                FindingId.TARGETS_UNRELATED,
                                Severity.HURTS,
                                List.of(),
                                "What the network learned of these samples says nothing about the test samples: of them it"
                                        + " gets right no more than by guessing.",
                                List.of(new Fact("test samples", onTestData(evidence))),
                                "Are the samples those of the labels, in training and test alike? Is the array of inputs turned"
                                        + " round, features x samples? If all that is right, there are too few samples to learn"
                                        + " more from than their names."))
                        : Optional.empty();
            case RELATED -> Optional.empty();
        };
    }

    /** What the training data lack and as many of the test data have. */
    private static Optional<TargetRelation> relationOfTest(Evidence evidence) {
        return evidence.reports()
                .find(SplitCensus.class)
                .map(SplitCensus::amongTest)
                .filter(test -> test.relation() == Relation.RELATED);
    }

    private static Finding onlyInTest(TargetRelation training, TargetRelation test) {
        return new Finding(
                FindingId.TARGETS_UNRELATED,
                Severity.HURTS,
                List.of(),
                "Nothing in the inputs of the training data tells their targets, though in the test data it does.",
                List.of(
                        new Fact("training inputs and targets", training.toString()),
                        new Fact("test inputs and targets", test.toString())),
                "What was done to the training data and not to the test data? Were inputs and targets shuffled by the same"
                        + " order? Was the array of inputs turned round, features x samples?");
    }

    /** What was learned of the data says nothing about others: it was learned by heart. */
    private static boolean isChanceOnTestData(Evidence evidence) {
        Optional<ClassPredictions> test = evidence.reports()
                .find(Evidence.TestEvaluation.class)
                .flatMap(known -> known.evaluation().predictions());
        boolean isTestOfItsOwn = evidence.reports()
                .find(SplitCensus.class)
                .filter(split -> split.leakage().found() < A_FEW * split.test().samples())
                .isPresent();
        return (evidence.doesItsJob()
                        || evidence.predictions()
                                .flatMap(PredictionReport::classes)
                                .filter(DataRule::isPartlyKnown)
                                .isPresent())
                && isTestOfItsOwn
                && test.filter(DataRule::isNoBetterThanGuessing).isPresent();
    }

    /** So many that they are no chance. */
    private static boolean isPartlyKnown(ClassPredictions training) {
        double n = training.samples();
        double guess = Collections.max(training.truth()) / n;
        double deviation = Math.sqrt(guess * (1 - guess) * n);
        return training.correct() > PARTLY * n && training.correct() > guess * n + CHANCE * deviation;
    }

    /** And would have shown it if it were: there is room above what chance allows. */
    private static boolean isNoBetterThanGuessing(ClassPredictions test) {
        double n = test.samples();
        double guess = Collections.max(test.truth()) / n;
        double deviation = Math.sqrt(guess * (1 - guess) * n);
        return guess * n + CHANCE * deviation < ROOM * n && test.correct() <= guess * n + deviation;
    }

    private static String onTestData(Evidence evidence) {
        return evidence.reports()
                .find(Evidence.TestEvaluation.class)
                .flatMap(known -> known.evaluation().predictions())
                .map(known -> Figures.count(known.correct()) + " of " + Figures.count(known.samples())
                        + " right; the most frequent class has " + Figures.count(Collections.max(known.truth())))
                .orElse("not given");
    }

    private static boolean isLearning(Evidence evidence) {
        return evidence.reports()
                .find(Trials.class)
                .filter(trials -> trials.share(trials.asGiven()) > BY_HEART)
                .isPresent();
    }
}
