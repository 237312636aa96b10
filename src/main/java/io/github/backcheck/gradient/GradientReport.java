package io.github.backcheck.gradient;

import io.github.backcheck.text.Figures;
import io.github.backcheck.text.Outline;
import io.github.backcheck.text.PlainText;
import java.util.List;
import java.util.Optional;

/**
 * What a gradient check found. Prints itself: the verdict first, then each point with its parameters.
 *
 * @param model name of the network
 * @param batch the samples it was checked on, in words
 * @param source where the analytic gradient came from
 * @param brokenGuards what must hold before gradients mean anything, and did not
 * @param points one for each point asked for; none if a vital guard is broken
 * @param spending how often the network's own loss was evaluated, and the budget
 * @param seed that reproduces the check
 */
public record GradientReport(
        String model,
        String batch,
        GradientSource source,
        List<BrokenGuard> brokenGuards,
        List<PointCheck> points,
        Spending spending,
        long seed) {

    /**
     * Copies the lists.
     *
     * @param model name of the network
     * @param batch the samples, in words
     * @param source where the analytic gradient came from
     * @param brokenGuards what did not hold
     * @param points one for each point asked for
     * @param spending evaluations of the loss and the budget
     * @param seed that reproduces the check
     */
    public GradientReport {
        brokenGuards = List.copyOf(brokenGuards);
        points = List.copyOf(points);
    }

    /**
     * The verdict on the whole network.
     *
     * @return DISAGREES if a parameter does at some point; AGREES if every parameter agrees at some point, disagrees at none,
     *     and no guard is broken; INCONCLUSIVE otherwise
     */
    public Verdict verdict() {
        if (parameterNames().stream().anyMatch(name -> verdict(name) == Verdict.DISAGREES)) {
            return Verdict.DISAGREES;
        }
        boolean all = !parameterNames().isEmpty()
                && parameterNames().stream().allMatch(name -> verdict(name) == Verdict.AGREES);
        return all && brokenGuards.isEmpty() ? Verdict.AGREES : Verdict.INCONCLUSIVE;
    }

    /**
     * The verdict on one parameter over all points.
     *
     * @param parameter its name
     * @return DISAGREES if it does at some point, else AGREES if it does at some point, else INCONCLUSIVE
     */
    public Verdict verdict(String parameter) {
        List<Verdict> verdicts = points.stream()
                .flatMap(point -> point.parameter(parameter).stream())
                .map(ParameterCheck::verdict)
                .toList();
        return verdicts.contains(Verdict.DISAGREES)
                ? Verdict.DISAGREES
                : verdicts.contains(Verdict.AGREES) ? Verdict.AGREES : Verdict.INCONCLUSIVE;
    }

    /**
     * The parameters that were looked at.
     *
     * @return names in the model's order, empty if no point was checked
     */
    public List<String> parameterNames() {
        return points.stream()
                .map(PointCheck::parameters)
                .filter(checks -> !checks.isEmpty())
                .findFirst()
                .map(checks -> checks.stream().map(ParameterCheck::parameter).toList())
                .orElse(List.of());
    }

    /**
     * The check of a parameter at the first point where it disagrees.
     *
     * @param parameter its name
     * @return empty if it disagrees nowhere
     */
    public Optional<ParameterCheck> disagreement(String parameter) {
        return points.stream()
                .flatMap(point -> point.parameter(parameter).stream())
                .filter(check -> check.verdict() == Verdict.DISAGREES)
                .findFirst();
    }

    /**
     * What happened at one point.
     *
     * @param point which
     * @return empty if it was not asked for or could not be reached
     */
    public Optional<PointCheck> at(Point point) {
        return points.stream().filter(check -> check.point() == point).findFirst();
    }

    /**
     * Draws the report on an outline.
     *
     * @param outline receives it. Modified.
     */
    public void describeTo(Outline outline) {
        outline.heading("Gradient check of " + model + ": " + headline());
        outline.paragraph("Analytic gradient from " + source + ", on a " + batch + ", seed " + seed
                + (spending.isLimited() ? "; " + spending : "") + ".");
        brokenGuards.forEach(guard -> outline.bullet(guard.toString()));
        points.forEach(point -> point.describeTo(outline));
    }

    private String headline() {
        List<String> names = parameterNames();
        long wrong = names.stream()
                .filter(name -> verdict(name) == Verdict.DISAGREES)
                .count();
        long right =
                names.stream().filter(name -> verdict(name) == Verdict.AGREES).count();
        if (names.isEmpty()) {
            return "not judged";
        }
        String all = Figures.count(names.size(), "parameter");
        return switch (verdict()) {
            case AGREES -> "all " + all + " agree";
            case DISAGREES -> Figures.count(wrong) + " of " + all + " wrong";
            case INCONCLUSIVE ->
                right == names.size()
                        ? "all " + all + " agree, but something that must hold does not"
                        : Figures.count(right) + " of " + all + " agree, none is known to be wrong";
        };
    }

    /** The whole report as text. */
    @Override
    public String toString() {
        PlainText page = new PlainText();
        describeTo(page);
        return page.toString();
    }
}
