package io.github.backcheck.monitor;

import io.github.backcheck.text.Fact;
import io.github.backcheck.text.Figures;
import io.github.backcheck.text.Outline;
import io.github.backcheck.text.PlainText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a network did with the probe over a run.
 *
 * @param samples how many the probe has
 * @param points one per look, the start first: all of them up to 64; of more, evenly spaced ones and the last
 * @param losses the losses of all looks
 * @param forgetting empty if the model offers no predict(inputs) or the targets are no classes
 */
public record ProbeHistory(int samples, List<ProbePoint> points, LossCurve losses, Optional<Forgetting> forgetting) {

    /** More lines nobody reads. */
    private static final int LINES = 8;

    /**
     * Copies the list.
     *
     * @param samples kept as it is
     * @param points copied
     * @param losses kept as it is
     * @param forgetting kept as it is
     */
    public ProbeHistory {
        points = List.copyOf(points);
    }

    /**
     * Adds the history to an outline.
     *
     * @param page where to. Modified.
     * @return the outline
     */
    public Outline describeTo(Outline page) {
        page.heading("The probe of " + Figures.count(samples, "sample") + " over time");
        List<Fact> facts = new ArrayList<>();
        int lines = Math.min(LINES, points.size());
        for (int line = 0; line < lines; line++) {
            ProbePoint point = points.get(lines == 1 ? 0 : line * (points.size() - 1) / (lines - 1));
            facts.add(new Fact(
                    point.step() == 0 ? "at the start" : "after step " + Figures.count(point.step()),
                    point.toString()));
        }
        if (points.stream().allMatch(point -> point.predictions().isEmpty())) {
            facts.add(new Fact("predictions", "not judged: needs predict(inputs)"));
        }
        if (points.stream().allMatch(point -> point.layers().isEmpty())) {
            facts.add(new Fact("units", "not judged: needs trace(inputs), of the model or of its twin"));
        }
        forgetting.ifPresent(found -> facts.add(new Fact("samples", found.toString())));
        return page.facts(facts);
    }

    /** A heading and at most eight points of time. */
    @Override
    public String toString() {
        return describeTo(new PlainText()).toString();
    }
}
