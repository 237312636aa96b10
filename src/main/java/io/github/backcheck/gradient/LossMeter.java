package io.github.backcheck.gradient;

import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Model;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;

/** The network's own loss on the batch, counted, reported as progress, and not evaluated any more once the check is to stop. */
final class LossMeter {

    /** Thrown instead of an evaluation that the budget does not allow. */
    static final class BudgetUsedUp extends RuntimeException {
        private static final long serialVersionUID = 1;

        private BudgetUsedUp(long budget) {
            super("the budget of " + budget + " loss evaluations was used up", null, false, false);
        }
    }

    private final Model model;
    private final Batch batch;
    private final GradientCheck.Effort effort;
    private Point point = Point.AS_GIVEN;
    private String parameter = "";
    private boolean preparing;
    private long earlier;
    private long forPreparation;
    private long forComparison;

    LossMeter(Model model, Batch batch, GradientCheck.Effort effort) {
        this.model = model;
        this.batch = batch;
        this.effort = effort;
    }

    /** Counts from 0 for this point. */
    void turnTo(Point next) {
        stopIfInterrupted();
        earlier = total();
        forPreparation = 0;
        forComparison = 0;
        point = next;
        parameter = "";
    }

    void turnTo(String next) {
        stopIfInterrupted();
        parameter = next;
        report();
    }

    private void report() {
        if (!parameter.isEmpty()) {
            effort.progress().at(point, parameter, total());
        }
    }

    /** What the evaluations inside find out is what a comparison needs to know, not a comparison. */
    <T> T preparing(Supplier<T> work) {
        boolean before = preparing;
        preparing = true;
        try {
            return work.get();
        } finally {
            preparing = before;
        }
    }

    /**
     * Evaluates, unless the budget is used up.
     *
     * @throws BudgetUsedUp if it is
     */
    double lossWithinBudget() {
        if (total() >= effort.budget()) {
            throw new BudgetUsedUp(effort.budget());
        }
        double loss = loss();
        report();
        return loss;
    }

    /** Evaluates, whatever the budget: without this nothing can be said at all. */
    double loss() {
        stopIfInterrupted();
        count(1);
        return model.loss(batch);
    }

    private void count(long evaluations) {
        if (preparing || parameter.isEmpty()) {
            forPreparation += evaluations;
        } else {
            forComparison += evaluations;
        }
    }

    Evaluations atThisPoint() {
        return new Evaluations(forPreparation, forComparison);
    }

    long total() {
        return earlier + forPreparation + forComparison;
    }

    /** The interrupt stays set for whoever looks at it next. */
    void stopIfInterrupted() {
        if (Thread.currentThread().isInterrupted()) {
            throw new CancellationException("the gradient check of " + model.name() + " was interrupted after "
                    + total() + " loss evaluations; the parameters were put back");
        }
    }
}
