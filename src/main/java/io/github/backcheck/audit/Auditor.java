package io.github.backcheck.audit;

import io.github.backcheck.gradient.LivelyWeights;
import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Capability;
import io.github.backcheck.model.Model;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Takes the steps, fetches the gradients that belong to them, and has them judged. Leaves the parameters where it got to. */
final class Auditor {

    /** A gradient smaller by this factor than that of live units is lost. */
    private static final double LOST = 1e-6;

    private static final int FEWEST_RECORDED = 15;

    private static final String OF_RECORDING = "The first steps of training were judged, one after the other.";

    private final UpdateAudit.Settings settings;
    private final Model model;
    private final Batch batch;
    private final StepTaker taker;
    private final List<String> notes = new ArrayList<>();

    Auditor(UpdateAudit.Settings settings, Batch batch) {
        this.settings = settings;
        this.model = settings.model();
        this.batch = batch;
        this.taker = new StepTaker(model);
    }

    UpdateTrail audit() {
        double[][] start = taker.present();
        Optional<Verdicts> ofRecording =
                settings.recording().filter(StepRecording::beginsEvenly).flatMap(this::ofRecording);
        if (ofRecording.filter(known -> known.notReproduced() == 0).isPresent()) {
            taker.assign(start);
            notes.add(OF_RECORDING);
            return trail(
                    ofRecording.get(),
                    settings.recording().orElseThrow().taken().size());
        }
        List<Alias> aliases = new ArrayList<>(Alias.among(model));
        taker.takeAll(batches(batch), new Random(settings.seed()));
        taker.assign(start);
        aliases.addAll(Alias.among(model, taker.taken()));
        Verdicts best = judge(taker.taken(), batch, aliases);
        if (batch.size() > 1 && best.notReproduced() > 0) {
            best = oneByOne(start, aliases, best);
        }
        taker.assign(start);
        if (best.notReproduced() > 0 && model.can(Capability.ARCHITECTURE)) {
            best = atLivelyWeights(start, aliases, best);
        }
        if (best.notReproduced() > 0 && ofRecording.isEmpty()) {
            Verdicts onOwnSteps = best;
            Optional<Verdicts> better = settings.recording()
                    .flatMap(this::ofRecording)
                    .filter(first -> first.judged() > onOwnSteps.judged());
            better.ifPresent(first -> notes.add(OF_RECORDING));
            best = better.orElse(best);
        }
        if (best.source().filter(HandedOutGradient::addsUp).isPresent()
                && settings.trusted().isEmpty()) {
            best = new Verdicts(
                    best.source(),
                    SharedSums.watch(model, batch, settings.seed()).named(best.updates()));
        }
        taker.assign(start);
        return trail(best, taker.taken().size());
    }

    private UpdateTrail trail(Verdicts best, int steps) {
        boolean ofTwin = best.source().orElse("").equals(TwinGradient.SOURCE);
        if (ofTwin && best.isAllRight() && model.can(Capability.GRADIENT)) {
            notes.add("The steps follow the right gradient; gradient(batch) hands out another one.");
        }
        if (ofTwin && best.isSomethingWrong()) {
            notes.add("The steps were compared with what the gradient should be, "
                    + (model.can(Capability.GRADIENT)
                            ? "because that explains more of them than the program's own gradient does: a wrong"
                                    + " gradient may look the same as a wrong update."
                            : "because the program hands out none of its own: a wrong gradient may look the same as a"
                                    + " wrong update."));
        }
        return new UpdateTrail(
                model.name(),
                batch.toString(),
                best.source(),
                steps,
                best.updates(),
                notes.stream().distinct().toList(),
                settings.seed());
    }

    /** Three batches of the same size, the second and third drawn from the first with repetition. */
    private List<Batch> batches(Batch from) {
        Random random = new Random(settings.seed());
        List<Batch> batches = new ArrayList<>(List.of(from));
        while (batches.size() < 3) {
            batches.add(from.select(random.ints(from.size(), 0, from.size()).toArray()));
        }
        return batches;
    }

    /**
     * What came out with one gradient.
     *
     * @param source of the gradient
     * @param updates one per parameter
     */
    private record Verdicts(Optional<String> source, List<ParameterUpdate> updates) {
        long judged() {
            return updates.stream()
                    .filter(update -> !(update.verdict() instanceof StepVerdict.NotJudged))
                    .count();
        }

        /** Where the gradient does not explain the steps, they may still show that they remember each other. */
        Verdicts withMemoryFrom(List<ParameterUpdate> alone) {
            List<ParameterUpdate> mixed = new ArrayList<>();
            for (int p = 0; p < alone.size(); p++) {
                ParameterUpdate other = alone.get(p);
                boolean remembers = other.defect()
                        .filter(defect -> StepsAlone.MEMORY.contains(defect.id()))
                        .isPresent();
                mixed.add(updates.get(p).isNotReproduced() && remembers ? other : updates.get(p));
            }
            return new Verdicts(source, mixed);
        }

        boolean isSomethingWrong() {
            return updates.stream()
                    .anyMatch(update -> update.verdict() instanceof StepVerdict.Named
                            || update.verdict() instanceof StepVerdict.Unknown);
        }

        boolean isAllRight() {
            return updates.stream().allMatch(ParameterUpdate::agrees);
        }

        /** Parameters that moved in a way that nothing reproduces. */
        long notReproduced() {
            return updates.stream().filter(ParameterUpdate::isNotReproduced).count();
        }
    }

    /** With the program's own gradient; with that of the twin where the steps do not follow the program's own. */
    private Verdicts judge(List<TakenStep> taken, Batch of, List<Alias> aliases) {
        Verdicts best = new Verdicts(Optional.empty(), List.of());
        for (GradientOracle oracle : oracles(of)) {
            Verdicts now = judge(taken, of, aliases, oracle);
            // Steps that are right with the right gradient are right, whatever gradient is handed out.
            if (best.updates().isEmpty()
                    || now.judged() > best.judged()
                    || (best.isSomethingWrong() && now.isAllRight())) {
                best = now;
            }
            if (best.judged() == best.updates().size() && !best.isSomethingWrong()) {
                break;
            }
        }
        if (!best.updates().isEmpty() && best.notReproduced() == 0) {
            return best;
        }
        List<ParameterUpdate> alone = new StepsAlone(model, taken, of, expected(of)).judge();
        return best.updates().isEmpty() ? new Verdicts(Optional.empty(), alone) : best.withMemoryFrom(alone);
    }

    private Verdicts judge(List<TakenStep> taken, Batch of, List<Alias> aliases, GradientOracle oracle) {
        Judge.Surroundings surroundings = new Judge.Surroundings(model, aliases, expected(of));
        List<Series> series = SeriesBuilder.of(model, taken, oracle);
        Verdicts plain = new Verdicts(Optional.of(oracle.source()), new Judge(series, surroundings).judge());
        if (plain.notReproduced() == 0) {
            return plain;
        }
        return LookAhead.of(model, taken, oracle, series)
                .map(ahead -> new Verdicts(
                        Optional.of(oracle.source() + " at θ + μ v, where Nesterov's momentum looks ahead"),
                        new Judge(ahead, surroundings).judge()))
                .filter(ahead -> ahead.judged() > plain.judged())
                .orElse(plain);
    }

    private Expected expected(Batch of) {
        double l2 = model.architecture().map(Architecture::l2).orElse(0.0);
        return new Expected(settings.rate(), settings.decay(), l2, of.size());
    }

    /** A program that takes the samples of a batch one after another is judged by its steps on single samples. */
    private Verdicts oneByOne(double[][] start, List<Alias> aliases, Verdicts onBatch) {
        StepTaker single = new StepTaker(model);
        List<Batch> samples = new ArrayList<>();
        for (int k = 0; k < 3; k++) {
            int sample = k * (batch.size() - 1) / 2;
            samples.add(batch.slice(sample, sample + 1));
        }
        taker.assign(start);
        single.takeAll(samples, new Random(settings.seed()));
        Verdicts onOne = judge(single.taken(), samples.get(0), aliases);
        if (onOne.judged() <= onBatch.judged()) {
            return onBatch;
        }
        taker.assign(start);
        if (new OneByOne(new StepTaker(model), start, batch).isShown()) {
            notes.add(
                    "A step on a batch is the same as steps on its samples one after another; judged on single samples.");
            return onOne;
        }
        notes.add("On single samples the update is known, "
                + onOne.updates().get(0).headline()
                + "; on a batch it does something else.");
        return onBatch;
    }

    /** What an optimiser remembers of steps that nobody saw cannot be known; from its first step on it can. */
    private Optional<Verdicts> ofRecording(StepRecording recording) {
        if (recording.taken().size() < FEWEST_RECORDED) {
            return Optional.empty();
        }
        return Optional.of(judge(recording.taken(), recording.taken().get(0).batch(), List.of()));
    }

    /** Where units are shut, next to nothing is left of the gradient, and steps show what they remember and no more. */
    private Verdicts atLivelyWeights(double[][] start, List<Alias> aliases, Verdicts asGiven) {
        TwinGradient right = new TwinGradient(model);
        double[][] here = right.at(start, batch);
        LivelyWeights.assign(model, batch, settings.seed());
        StepTaker elsewhere = new StepTaker(model);
        double[][] lively = elsewhere.present();
        double[][] there = right.at(lively, batch);
        boolean isLost = false;
        for (int p = 0; p < here.length; p++) {
            isLost |=
                    asGiven.updates().get(p).isNotReproduced() && Vectors.norm(here[p]) < LOST * Vectors.norm(there[p]);
        }
        if (!isLost) {
            return asGiven;
        }
        taker.assign(lively);
        elsewhere.takeAll(batches(batch), new Random(settings.seed()));
        Verdicts now = judge(elsewhere.taken(), batch, aliases);
        if (now.judged() <= asGiven.judged()) {
            return asGiven;
        }
        notes.add("At the given parameters the gradient is next to nothing; the update was judged at livelier ones.");
        return now;
    }

    private List<GradientOracle> oracles(Batch of) {
        List<GradientOracle> all = new ArrayList<>();
        if (settings.trusted().isPresent()) {
            HandedOutGradient.of(model, settings.trusted().get(), "the function given", of)
                    .ifPresent(all::add);
        } else if (model.can(Capability.GRADIENT)) {
            HandedOutGradient.of(model, model::gradient, "gradient(batch)", of)
                    .map(own -> turned(own, of))
                    .ifPresent(all::add);
        }
        if (model.can(Capability.ARCHITECTURE)) {
            all.add(new TwinGradient(model));
        }
        return all;
    }

    /** A wrong gradient may point down as well; one that is handed out with a minus is the right one but for that. */
    private boolean isOpposite(double[][] gradient, double[][] start, Batch of) {
        if (!model.can(Capability.ARCHITECTURE)) {
            return true;
        }
        double[][] right = new TwinGradient(model).at(start, of);
        double products = 0;
        double squares = 0;
        double squaresOfRight = 0;
        for (int p = 0; p < right.length; p++) {
            products += Vectors.dot(gradient[p], right[p]);
            squares += Vectors.dot(gradient[p], gradient[p]);
            squaresOfRight += Vectors.dot(right[p], right[p]);
        }
        return products < -0.99 * Math.sqrt(squares * squaresOfRight);
    }

    /** The program's own loss says which way is up. */
    private GradientOracle turned(GradientOracle own, Batch of) {
        double[][] start = taker.present();
        double[][] gradient = own.at(start, of);
        if (new LossSlope(model, of, start).sign(gradient) >= 0 || !isOpposite(gradient, start, of)) {
            return own;
        }
        notes.add("gradient(batch) points down the loss: it hands out minus the gradient.");
        return new TurnedGradient(own);
    }
}
