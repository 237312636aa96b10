package io.github.backcheck.audit;

/** What the update of a program that adds up multiples is made of. */
enum Term implements Column {
    /** g of this step. */
    GRADIENT {
        @Override
        public double value(Series series, int step, int entry) {
            return series.gradient(step, entry);
        }
    },
    /** g of the step before. */
    PREVIOUS_GRADIENT {
        @Override
        public double value(Series series, int step, int entry) {
            return series.gradient(step - 1, entry);
        }
    },
    /** What the step before changed: the state of a momentum, whatever came before. */
    PREVIOUS_CHANGE {
        @Override
        public double value(Series series, int step, int entry) {
            return series.change(step - 1, entry);
        }

        @Override
        public double rounding(Series series, int step, int entry) {
            return series.rounding(step - 1, entry);
        }
    },
    /** What the step before that changed. */
    CHANGE_TWO_BEFORE {
        @Override
        public double value(Series series, int step, int entry) {
            return series.change(step - 2, entry);
        }

        @Override
        public double rounding(Series series, int step, int entry) {
            return series.rounding(step - 2, entry);
        }
    },
    /** θ before this step. */
    THETA {
        @Override
        public double value(Series series, int step, int entry) {
            return series.theta(step, entry);
        }
    },
    /** θ before the step before. */
    PREVIOUS_THETA {
        @Override
        public double value(Series series, int step, int entry) {
            return series.theta(step - 1, entry);
        }
    };

    /** How many steps a term looks back at most. */
    static final int MEMORY = 2;
}
