package io.github.backcheck.audit;

import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Capability;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Takes the steps, fetches the gradients that belong to them, and has them judged. Leaves the parameters where it got to. */
final class Auditor {

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
        List<Alias> aliases = new ArrayList<>(Alias.among(model));
        taker.takeAll(batches(batch), new Random(settings.seed()));
        taker.assign(start);
        aliases.addAll(Alias.among(model, taker.taken()));
        Verdicts best = judge(taker.taken(), batch, aliases);
        taker.assign(start);
        return new UpdateTrail(
                model.name(),
                batch.toString(),
                best.source(),
                taker.taken().size(),
                best.updates(),
                notes,
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

        long right() {
            return updates.stream().filter(ParameterUpdate::agrees).count();
        }
    }

    /** With the program's own gradient; with that of the twin where the steps do not follow the program's own. */
    private Verdicts judge(List<TakenStep> taken, Batch of, List<Alias> aliases) {
        Verdicts best = new Verdicts(Optional.empty(), List.of());
        for (GradientOracle oracle : oracles(of)) {
            Verdicts now = judge(taken, of, aliases, oracle);
            if (best.updates().isEmpty() || now.judged() > best.judged()) {
                best = now;
            }
            if (best.judged() == best.updates().size()) {
                break;
            }
        }
        return best;
    }

    private Verdicts judge(List<TakenStep> taken, Batch of, List<Alias> aliases, GradientOracle oracle) {
        List<Series> series = SeriesBuilder.of(model, taken, oracle);
        Expected expected = new Expected(settings.rate(), settings.decay(), penalty(oracle), of.size());
        return new Verdicts(Optional.of(oracle.source()), new Judge(series, new Judge.Surroundings(model, aliases, expected)).judge());
    }

    private double penalty(GradientOracle oracle) {
        return model.architecture().map(Architecture::l2).orElse(0.0);
    }

    private List<GradientOracle> oracles(Batch of) {
        List<GradientOracle> all = new ArrayList<>();
        if (settings.trusted().isPresent()) {
            HandedOutGradient.of(model, settings.trusted().get(), "the function given", of)
                    .ifPresent(all::add);
        } else if (model.can(Capability.GRADIENT)) {
            HandedOutGradient.of(model, model::gradient, "gradient(batch)", of).ifPresent(all::add);
        }
        if (model.can(Capability.ARCHITECTURE)) {
            all.add(new TwinGradient(model));
        }
        return all;
    }

    static boolean isBias(Parameter parameter) {
        return parameter.role() == Parameter.Role.BIASES;
    }
}
