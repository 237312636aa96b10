package io.github.backcheck.census;

import io.github.backcheck.model.Batch;
import io.github.backcheck.model.ClassTargets;
import io.github.backcheck.text.Fact;
import io.github.backcheck.text.Figures;
import java.util.List;
import java.util.Optional;

/**
 * The classes of training and test data beside each other.
 *
 * @param training balance of the training data
 * @param test balance of the test data
 * @param mostDifferent the class whose shares differ most in standard errors, the first of equals
 * @param score how many: difference of the shares / √(p (1 − p) (1/n + 1/m)) with the common share p
 */
public record ClassShift(ClassBalance training, ClassBalance test, int mostDifferent, double score) {

    private static final double CLEAR = 6;

    static Optional<ClassShift> of(Batch training, Batch test) {
        return ClassTargets.of(training)
                .flatMap(first -> ClassTargets.of(test).map(second -> of(first.counts(), second.counts())));
    }

    private static ClassShift of(List<Integer> training, List<Integer> test) {
        double n = training.stream().mapToInt(Integer::intValue).sum();
        double m = test.stream().mapToInt(Integer::intValue).sum();
        int mostDifferent = 0;
        double most = 0;
        for (int c = 0; c < training.size(); c++) {
            double share = (training.get(c) + test.get(c)) / (n + m);
            double gap = Math.abs(training.get(c) / n - test.get(c) / m);
            double score = gap == 0 ? 0 : gap / Math.sqrt(share * (1 - share) * (1 / n + 1 / m));
            if (score > most) {
                most = score;
                mostDifferent = c;
            }
        }
        return new ClassShift(ClassBalance.of(training), ClassBalance.of(test), mostDifferent, most);
    }

    /**
     * Whether the shares of a class differ by more than six standard errors, which is more than chance.
     *
     * @return false where no class does
     */
    public boolean clear() {
        return score > CLEAR;
    }

    Fact fact() {
        return new Fact("classes of test and training", toString());
    }

    /** As in {@code alike} or {@code class 3 is 10.2 % of the training and 60.0 % of the test samples}. */
    @Override
    public String toString() {
        return clear()
                ? "class " + mostDifferent + " is " + share(training) + " of the training and " + share(test)
                        + " of the test samples"
                : "alike";
    }

    private String share(ClassBalance part) {
        long all = part.counts().stream().mapToLong(Integer::longValue).sum();
        return Figures.share(part.counts().get(mostDifferent), all);
    }
}
