package io.github.backcheck.audit;

import java.util.List;

/**
 * Updates that divide by the size of earlier gradients. Adam: Kingma and Ba 2015, algorithm 1; with ε added before the
 * correction, as at the end of their section 2. RMSProp: Tieleman and Hinton 2012, lecture 6e; Adagrad: Duchi, Hazan and
 * Singer 2011, with diagonal matrices. The others are defects of these.
 */
enum AdaptiveKind {
    ADAM("Adam", "") {
        @Override
        double direction(double m, double v, Moment at) {
            return at.corrected(m) / (Math.sqrt(at.correctedSquare(v)) + at.epsilon());
        }
    },
    ADAM_EPSILON_BEFORE("Adam with ε added before the correction", "") {
        @Override
        double direction(double m, double v, Moment at) {
            return at.corrected(m) * Math.sqrt(at.squareBias()) / (Math.sqrt(v) + at.epsilon());
        }
    },
    ADAM_NO_CORRECTION("Adam without correction of the first moments", "adam-no-bias-correction") {
        @Override
        double direction(double m, double v, Moment at) {
            return m / (Math.sqrt(v) + at.epsilon());
        }
    },
    ADAM_NO_ROOT("Adam without the square root", "adam-no-root") {
        @Override
        double direction(double m, double v, Moment at) {
            return at.corrected(m) / (at.correctedSquare(v) + at.epsilon());
        }
    },
    ADAM_EPSILON_INSIDE("Adam with ε inside the square root", "adam-epsilon-inside-root") {
        @Override
        double direction(double m, double v, Moment at) {
            return at.corrected(m) / Math.sqrt(at.correctedSquare(v) + at.epsilon());
        }
    },
    ADAM_NO_SQUARES("Adam whose second moment stays 0", "adam-second-moment-zero") {
        @Override
        double direction(double m, double v, Moment at) {
            return at.corrected(m) / at.epsilon();
        }
    },
    ADAM_COUNTER_STUCK("Adam whose step counter stays at 1", "adam-counter-stuck") {
        @Override
        double direction(double m, double v, Moment at) {
            return m / (1 - at.beta1()) / (Math.sqrt(v / (1 - at.beta2())) + at.epsilon());
        }
    };

    private final String words;
    private final String defect;

    AdaptiveKind(String words, String defect) {
        this.words = words;
        this.defect = defect;
    }

    String words() {
        return words;
    }

    /** The id of the defect, or nothing. */
    List<String> defects() {
        return defect.isEmpty() ? List.of() : List.of(defect);
    }

    /** What is multiplied by −η. */
    abstract double direction(double m, double v, Moment at);

    /**
     * Constants and time.
     *
     * @param beta1 of the mean of gradients
     * @param beta2 of the mean of squares
     * @param epsilon that keeps the quotient finite
     * @param update from 1
     */
    record Moment(double beta1, double beta2, double epsilon, int update) {
        double corrected(double m) {
            return m / (1 - Math.pow(beta1, update));
        }

        double squareBias() {
            return 1 - Math.pow(beta2, update);
        }

        double correctedSquare(double v) {
            return v / squareBias();
        }
    }
}
