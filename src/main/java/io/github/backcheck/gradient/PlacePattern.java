package io.github.backcheck.gradient;

import io.github.backcheck.gradient.ErrorShape.Range;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.IntPredicate;

/** Some rows, some columns, or a rectangle wrong, and everything else right. */
final class PlacePattern implements ErrorPattern {

    @Override
    public List<Explanation> explain(WrongGradient wrong) {
        return new Search(wrong).find().stream().toList();
    }

    private static final class Search {
        private final WrongGradient wrong;
        private final int columns;
        private final TreeSet<Integer> wrongRows = new TreeSet<>();
        private final TreeSet<Integer> wrongColumns = new TreeSet<>();

        Search(WrongGradient wrong) {
            this.wrong = wrong;
            this.columns = wrong.parameter().columns();
            wrong.entries().filter(wrong::isWrong).forEach(entry -> {
                wrongRows.add(row(entry));
                wrongColumns.add(column(entry));
            });
        }

        private int row(int entry) {
            return entry / columns;
        }

        private int column(int entry) {
            return entry % columns;
        }

        Optional<Explanation> find() {
            if (!wrong.isComplete()) {
                // What was not looked at may be wrong as well.
                return Optional.empty();
            }
            IntPredicate inRows = entry -> wrongRows.contains(row(entry));
            IntPredicate inColumns = entry -> wrongColumns.contains(column(entry));
            boolean someRows = wrongRows.size() < wrong.parameter().rows();
            boolean someColumns = wrongColumns.size() < columns;
            Function<ErrorShape, ErrorShape> rows = within -> new ErrorShape.Rows(List.copyOf(wrongRows), within);
            Function<ErrorShape, ErrorShape> inputs =
                    within -> new ErrorShape.Columns(List.copyOf(wrongColumns), within);
            if (someRows && isWrongThroughout(inRows)) {
                return explained(
                        inRows, rows, wrongRows.size(), wrong.parameter().rows());
            }
            if (someColumns && isWrongThroughout(inColumns)) {
                return explained(inColumns, inputs, wrongColumns.size(), columns);
            }
            return block().or(this::outsideBlock).or(() -> {
                boolean fewerRows = wrongRows.size() <= wrongColumns.size();
                Optional<Explanation> byRow = someRows
                        ? explained(
                                inRows,
                                rows,
                                wrongRows.size(),
                                wrong.parameter().rows())
                        : Optional.empty();
                Optional<Explanation> byColumn =
                        someColumns ? explained(inColumns, inputs, wrongColumns.size(), columns) : Optional.empty();
                return fewerRows ? byRow.or(() -> byColumn) : byColumn.or(() -> byRow);
            });
        }

        /** Apart from entries that are too small to be wrong. */
        private boolean isWrongThroughout(IntPredicate place) {
            return wrong.entries().filter(place).noneMatch(wrong::isClearlyRight);
        }

        /** Elsewhere something must be right, and most of a matrix is no place unless it is known what is wrong there. */
        private Optional<Explanation> explained(
                IntPredicate place, Function<ErrorShape, ErrorShape> shape, int size, int of) {
            Explanation within = ErrorPatterns.ofPart(wrong.within(place));
            boolean known = !(within.shape() instanceof ErrorShape.Irregular);
            boolean rightElsewhere = wrong.entries().filter(place.negate()).anyMatch(wrong::isClearlyRight);
            return rightElsewhere && (known || 2 * size <= of)
                    ? Optional.of(new Explanation(shape.apply(within.shape()), residual(place, within), List.of()))
                    : Optional.empty();
        }

        /** What is unexplained in the place, and the rounding outside of it. */
        private double residual(IntPredicate place, Explanation within) {
            double inside = within.shape() instanceof ErrorShape.Irregular ? 0 : within.residual();
            double outside = wrong.residual(entry -> place.test(entry) ? wrong.analytic(entry) : wrong.numeric(entry));
            return Math.hypot(inside, outside);
        }

        private Optional<Explanation> block() {
            Range range = around(wrongRows, wrongColumns);
            IntPredicate inside = entry -> range.contains(row(entry), column(entry));
            int size = (int) wrong.entries().filter(inside).count();
            return isWrongThroughout(inside)
                    ? explained(
                            inside,
                            within -> new ErrorShape.Block(range, within),
                            size,
                            wrong.parameter().size())
                    : Optional.empty();
        }

        /** The rows and columns in which something is clearly right make the block; all outside must be exactly 0. */
        private Optional<Explanation> outsideBlock() {
            TreeSet<Integer> rows = new TreeSet<>();
            TreeSet<Integer> rightColumns = new TreeSet<>();
            wrong.entries().filter(wrong::isClearlyRight).forEach(entry -> {
                rows.add(row(entry));
                rightColumns.add(column(entry));
            });
            if (rows.isEmpty()) {
                return Optional.empty();
            }
            Range range = around(rows, rightColumns);
            IntPredicate inside = entry -> range.contains(row(entry), column(entry));
            Explanation outside = ErrorPatterns.ofPart(wrong.within(inside.negate()));
            boolean rightInside = wrong.entries().filter(inside).noneMatch(wrong::isWrong);
            return rightInside && outside.shape() instanceof ErrorShape.Zero
                    ? Optional.of(new Explanation(
                            new ErrorShape.OutsideBlock(range, outside.shape()),
                            residual(inside.negate(), outside),
                            List.of()))
                    : Optional.empty();
        }

        private static Range around(SortedSet<Integer> rows, SortedSet<Integer> columns) {
            return new Range(rows.first(), rows.last(), columns.first(), columns.last());
        }
    }
}
