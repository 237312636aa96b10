package io.github.backcheck.census;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;

/** Compares the agreement of targets as given with that of targets in other orders. */
final class AlignmentJudge {

    /** Standard deviations beyond which an agreement is no chance. */
    static final double CLEAR = 4;

    /** Standard deviations that an agreement in another order needs, and needs more than as given. */
    private static final double FAR = 8;

    /** How many times as far above chance another order must be as the data as given. */
    private static final double MUCH_BETTER = 2;

    /** The other orders may reach this share of the best one's excess: where classes come in short runs, they all have some. */
    private static final double SECOND = 0.8;

    /** Rows lost or doubled at the beginning, or the eight bytes of a header read as labels. */
    private static final int[] SHIFTS = {-8, -3, -2, -1, 1, 2, 3, 8};

    private AlignmentJudge() {}

    /**
     * Judges.
     *
     * @param size how many targets can be shifted
     * @param agreement of targets taken by an order: which target belongs to a sample
     */
    static TargetRelation judge(int size, Function<IntUnaryOperator, Agreement> agreement) {
        Agreement given = agreement.apply(s -> s);
        if (!roomAbove(given)) {
            return result(Relation.RELATED, 0, given, Optional.empty());
        }
        Agreement[] shifted = Arrays.stream(SHIFTS)
                .mapToObj(shift -> agreement.apply(s -> Math.floorMod(s + shift, size)))
                .toArray(Agreement[]::new);
        Agreement reversed = agreement.apply(s -> size - 1 - s);
        for (int i = 0; i < SHIFTS.length; i++) {
            if (better(shifted[i], given) && stands(shifted[i], shifted, i) && beats(shifted[i], reversed)) {
                return result(Relation.SHIFTED, SHIFTS[i], given, Optional.of(shifted[i]));
            }
        }
        if (better(reversed, given) && stands(reversed, shifted, -1)) {
            return result(Relation.REVERSED, 0, given, Optional.of(reversed));
        }
        return result(
                Math.abs(given.score()) >= CLEAR ? Relation.RELATED : Relation.NO_RELATION_SEEN,
                0,
                given,
                Optional.empty());
    }

    private static TargetRelation result(Relation relation, int shift, Agreement given, Optional<Agreement> better) {
        return new TargetRelation(relation, shift, Optional.of(given), better, "");
    }

    /** No order of classes can have twice the excess where more than half of what is possible is reached. */
    private static boolean roomAbove(Agreement given) {
        return given.score() < CLEAR || MUCH_BETTER * given.excess() <= 1 - given.chance();
    }

    private static boolean better(Agreement other, Agreement given) {
        return other.score() >= FAR
                && other.score() >= given.score() + FAR
                && other.excess() >= MUCH_BETTER * given.excess();
    }

    private static boolean stands(Agreement best, Agreement[] others, int except) {
        for (int i = 0; i < others.length; i++) {
            if (i != except && !beats(best, others[i])) {
                return false;
            }
        }
        return true;
    }

    private static boolean beats(Agreement best, Agreement other) {
        return other.excess() <= SECOND * best.excess();
    }
}
