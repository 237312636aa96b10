package io.github.backcheck.gradient;

/** Is told how far a gradient check has come. Whatever it throws ends the check, with the parameters put back. */
@FunctionalInterface
public interface CheckProgress {

    /**
     * Called when the check turns to a parameter, and after each evaluation of the loss for its differences.
     *
     * @param point where the gradients are compared
     * @param parameter name of the parameter that is looked at
     * @param lossEvaluations how often the network's own loss was evaluated since the check began
     */
    void at(Point point, String parameter, long lossEvaluations);
}
