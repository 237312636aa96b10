package io.github.backcheck.probe;

import io.github.backcheck.text.Fact;
import io.github.backcheck.text.Figures;
import io.github.backcheck.text.Lists;
import io.github.backcheck.text.Outline;
import io.github.backcheck.text.PlainText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one pass of a program's own loop does to the data and to the parameters.
 *
 * @param rows what became of the rows of the data
 * @param rowsJudgement noticed where rows were lost, doubled, changed or parted from their targets
 * @param unused samples that have no influence on the parameters after the pass, ascending; those that were looked at only
 * @param unusedJudgement noticed where samples at an end of the data, or an eighth of them, are never used
 * @param redrawn the weights that have nothing to do with their values before the pass
 * @param redrawnJudgement noticed where there are such weights
 * @param order what the order of the data does; empty where the data are not sorted by class
 * @param orderJudgement noticed where data sorted by class are fed in that order, and it shows
 */
public record EpochReport(
        Rows rows,
        Judgement rowsJudgement,
        List<Integer> unused,
        Judgement unusedJudgement,
        List<Redrawn> redrawn,
        Judgement redrawnJudgement,
        Optional<Order> order,
        Judgement orderJudgement) {

    /**
     * What became of the rows of the data.
     *
     * @param lost samples whose inputs are no longer there, ascending
     * @param doubled samples whose inputs are there more often than before, ascending
     * @param parted how many rows of inputs stand beside targets that were never theirs
     * @param changed how many rows of inputs are rows that were never there
     * @param factor what the inputs were multiplied by, where that explains all changed rows; 1 otherwise
     * @param targetsChanged how many rows of targets are rows that were never there
     * @param moved whether any row stands elsewhere than before
     */
    public record Rows(
            List<Integer> lost,
            List<Integer> doubled,
            int parted,
            int changed,
            double factor,
            int targetsChanged,
            boolean moved) {

        static final Rows UNKNOWN = new Rows(List.of(), List.of(), 0, 0, 1, 0, false);

        /**
         * Copies the lists.
         *
         * @param lost copied
         * @param doubled copied
         * @param parted kept as it is
         * @param changed kept as it is
         * @param factor kept as it is
         * @param targetsChanged kept as it is
         * @param moved kept as it is
         */
        public Rows {
            lost = List.copyOf(lost);
            doubled = List.copyOf(doubled);
        }

        /**
         * Whether the same samples are there with their own targets, in whatever order.
         *
         * @return true if nothing is lost, doubled, parted or changed
         */
        public boolean areIntact() {
            return lost.isEmpty() && doubled.isEmpty() && parted == 0 && changed == 0 && targetsChanged == 0;
        }

        /**
         * What became of them, as evidence.
         *
         * @return empty if the same samples are there with their own targets
         */
        public List<Fact> facts() {
            List<Fact> facts = new ArrayList<>();
            if (!lost.isEmpty() && changed == 0) {
                facts.add(new Fact("lost", Figures.count(lost.size(), "sample") + ": " + Lists.indices(lost)));
            }
            if (!doubled.isEmpty()) {
                facts.add(new Fact("doubled", Figures.count(doubled.size(), "sample") + ": " + Lists.indices(doubled)));
            }
            if (parted > 0) {
                facts.add(new Fact("beside targets of another sample", Figures.count(parted, "sample")));
            }
            if (changed > 0) {
                facts.add(new Fact(
                        "inputs changed in place",
                        Figures.count(changed, "sample")
                                + (factor == 1 ? "" : ", all multiplied by " + Figures.precise(factor))));
            }
            if (targetsChanged > 0) {
                facts.add(new Fact("targets changed in place", Figures.count(targetsChanged, "sample")));
            }
            return facts;
        }
    }

    /**
     * Weights that have nothing to do with what they were before the pass.
     *
     * @param parameter their name
     * @param correlation between their values before and after; a pass over one sample of zeros leaves it at 1
     */
    public record Redrawn(String parameter, double correlation) {

        /** As in {@code hidden/W (correlation with its values before: 0.02)}. */
        @Override
        public String toString() {
            return parameter + " (correlation with its values before: " + Figures.of(correlation) + ")";
        }
    }

    /**
     * What the order of data that are sorted by class does.
     *
     * @param lastClass the class of the last samples
     * @param share the share of that class among the samples
     * @param afterSorted the share of predictions of that class after a pass over the data as they are
     * @param afterShuffled the same after a pass over the same data in random order
     */
    public record Order(int lastClass, double share, double afterSorted, double afterShuffled) {

        /** As in {@code class 9 is 10.0 % of the samples; predicted for 88.2 % after ...}. */
        @Override
        public String toString() {
            return "class " + lastClass + " comes last and is " + Figures.percent(share)
                    + " of the samples; it is predicted for " + Figures.percent(afterSorted)
                    + " after a pass over the data as they are, for " + Figures.percent(afterShuffled)
                    + " after one over the same data in random order";
        }
    }

    /**
     * Copies the lists.
     *
     * @param rows kept as it is
     * @param rowsJudgement kept as it is
     * @param unused copied
     * @param unusedJudgement kept as it is
     * @param redrawn copied
     * @param redrawnJudgement kept as it is
     * @param order kept as it is
     * @param orderJudgement kept as it is
     */
    public EpochReport {
        unused = List.copyOf(unused);
        redrawn = List.copyOf(redrawn);
    }

    static EpochReport notJudged(String reason) {
        Judgement none = Judgement.notJudged(reason);
        return new EpochReport(Rows.UNKNOWN, none, List.of(), none, List.of(), none, Optional.empty(), none);
    }

    /**
     * Whether anything was noticed.
     *
     * @return the worst of the four judgements
     */
    public Judgement judgement() {
        return rowsJudgement.or(unusedJudgement).or(redrawnJudgement).or(orderJudgement);
    }

    /**
     * Adds the report to an outline.
     *
     * @param page where to. Modified.
     * @return the outline
     */
    public Outline describeTo(Outline page) {
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("rows of the data", rowsJudgement.toString()));
        facts.addAll(rows.facts());
        facts.add(new Fact("samples without influence", unusedJudgement.toString()));
        if (!unused.isEmpty()) {
            facts.add(new Fact("without influence", Lists.indices(unused)));
        }
        facts.add(new Fact("weights drawn anew", redrawnJudgement.toString()));
        redrawn.forEach(r -> facts.add(new Fact("drawn anew", r.toString())));
        facts.add(new Fact("sorted and not shuffled", orderJudgement.toString()));
        order.ifPresent(o -> facts.add(new Fact("order", o.toString())));
        return page.heading("One pass of the program's own loop").facts(facts);
    }

    /** A heading and a few facts. */
    @Override
    public String toString() {
        return describeTo(new PlainText()).toString();
    }
}
