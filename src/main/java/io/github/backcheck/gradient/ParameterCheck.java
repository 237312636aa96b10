package io.github.backcheck.gradient;

import io.github.backcheck.text.Fact;
import io.github.backcheck.text.Figures;
import io.github.backcheck.text.Outline;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The gradient of one parameter at one point.
 *
 * @param parameter its name
 * @param verdict DISAGREES if an entry does; AGREES if all that was checked does, apart from entries too small to tell;
 *     INCONCLUSIVE if nothing could be compared or nothing depends on the parameter here
 * @param entries how many entries came out how
 * @param magnitudes both gradients as vectors
 * @param explanation the pattern of the error; empty unless the verdict is DISAGREES
 * @param worst the entries that disagree most, at most three
 * @param kinks entries exactly at a kink that agree, widest interval first, at most three
 * @param note what else is to be said, for example why nothing was judged; may be empty
 */
public record ParameterCheck(
        String parameter,
        Verdict verdict,
        EntryCounts entries,
        Magnitudes magnitudes,
        Optional<Explanation> explanation,
        List<EntryCheck> worst,
        List<KinkEntry> kinks,
        String note) {

    /**
     * Copies the lists.
     *
     * @param parameter its name
     * @param verdict how it came out
     * @param entries how many entries came out how
     * @param magnitudes both gradients as vectors
     * @param explanation the pattern of the error
     * @param worst the entries that disagree most
     * @param kinks entries exactly at a kink
     * @param note what else is to be said
     */
    public ParameterCheck {
        worst = List.copyOf(worst);
        kinks = List.copyOf(kinks);
    }

    /**
     * The pattern of the error.
     *
     * @return empty unless the verdict is DISAGREES
     */
    public Optional<ErrorShape> shape() {
        return explanation.map(Explanation::shape);
    }

    /** The same with another remark. */
    ParameterCheck withNote(String other) {
        return new ParameterCheck(parameter, verdict, entries, magnitudes, explanation, worst, kinks, other);
    }

    /** The same with another count. */
    ParameterCheck withEntries(EntryCounts other) {
        return new ParameterCheck(parameter, verdict, other, magnitudes, explanation, worst, kinks, note);
    }

    /** The same with other magnitudes. */
    ParameterCheck withMagnitudes(Magnitudes other) {
        return new ParameterCheck(parameter, verdict, entries, other, explanation, worst, kinks, note);
    }

    /** The same without a verdict, for a reason. */
    ParameterCheck notJudged(String why) {
        return new ParameterCheck(
                parameter, Verdict.INCONCLUSIVE, entries, magnitudes, Optional.empty(), List.of(), kinks, why);
    }

    /** The same, known to be wrong by other evidence than single entries. */
    ParameterCheck convicted(String why) {
        return new ParameterCheck(
                parameter,
                Verdict.DISAGREES,
                entries,
                magnitudes,
                Optional.of(Explanation.none()),
                List.of(),
                kinks,
                why);
    }

    /**
     * Whether backpropagation says exactly 0 everywhere while the loss does depend on the parameter.
     *
     * @return true for the shape {@link ErrorShape.Zero}
     */
    public boolean isWronglyZero() {
        return shape().filter(ErrorShape.Zero.class::isInstance).isPresent();
    }

    /**
     * Whether both sides are exactly 0 in every entry compared.
     *
     * @return true if nothing depends on this parameter at this point
     */
    public boolean isVanishing() {
        return entries.compared() > 0 && entries.vanishing() == entries.compared();
    }

    void describeTo(Outline outline) {
        outline.bullet(this.toString());
        List<Fact> facts = new ArrayList<>();
        if (!worst.isEmpty() && !isWronglyZero()) {
            facts.add(new Fact("error", "relative error " + Figures.of(magnitudes.relativeError()) + quality()));
            facts.add(new Fact("descent", magnitudes.descentInWords()));
        }
        worst.forEach(entry -> facts.add(entry.asFact()));
        kinks.forEach(entry -> facts.add(entry.asFact()));
        outline.facts(facts);
    }

    private String quality() {
        return explanation.map(found -> "; " + found.quality()).orElse("");
    }

    /** One line: name, verdict, how many entries, and what the error looks like. */
    @Override
    public String toString() {
        String counted = entries.toString();
        String result = switch (verdict) {
            case AGREES -> counted + inconclusive() + vanishing() + atKink() + (note.isEmpty() ? "" : "; " + note);
            case DISAGREES ->
                (entries.disagreeing() == 0 ? note : pattern() + (note.isEmpty() ? "" : "; " + note)) + "; " + counted
                        + ", " + Figures.count(entries.disagreeing()) + " wrong";
            case INCONCLUSIVE -> note + (entries.compared() == 0 ? "" : "; " + counted);
        };
        return parameter + " " + verdict + ": " + result;
    }

    private String pattern() {
        return "the analytic gradient is "
                + explanation.map(Explanation::toString).orElse("wrong");
    }

    private String inconclusive() {
        return entries.inconclusive() == 0
                ? ""
                : ", " + Figures.count(entries.inconclusive()) + " too small beside rounding, or at a kink, to tell";
    }

    private String vanishing() {
        return entries.vanishing() == 0
                ? ""
                : ", " + Figures.count(entries.vanishing())
                        + " of them 0 on both sides: the loss does not depend on them";
    }

    private String atKink() {
        return entries.atKink() == 0
                ? ""
                : ", " + Figures.count(entries.atKink()) + " exactly at a kink and between the slopes on its two sides";
    }
}
