package io.github.backcheck.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.ejml.data.DMatrixRMaj;

/** Every storage, seen through random compositions of views, against a plain table of which number is where. */
class StorageProperties {

    /** Exactly representable as float too, so that one model serves all kinds. */
    private static final double[] SPECIAL = {
        0.0, -0.0, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Float.MIN_VALUE, -Float.MAX_VALUE
    };

    /** A kind of storage: the program's own numbers, and how the toolkit sees them. */
    private enum Kind {
        ROWS {
            @Override
            Backing of(double[][] values) {
                double[][] own = Shapes.copy(values);
                return new Backing(Storage.of(own), (i, j) -> own[i][j]);
            }
        },
        FLOAT_ROWS {
            @Override
            Backing of(double[][] values) {
                float[][] own = new float[values.length][values[0].length];
                fill(values, (i, j, v) -> own[i][j] = (float) v);
                return new Backing(Storage.of(own), (i, j) -> own[i][j]);
            }
        },
        FLAT {
            @Override
            Backing of(double[][] values) {
                int columns = values[0].length;
                double[] own = new double[3 + values.length * columns + 2];
                fill(values, (i, j, v) -> own[3 + i * columns + j] = v);
                return new Backing(Storage.flat(own, 3, values.length, columns), (i, j) -> own[3 + i * columns + j]);
            }
        },
        FLAT_FLOAT {
            @Override
            Backing of(double[][] values) {
                int columns = values[0].length;
                float[] own = new float[1 + values.length * columns];
                fill(values, (i, j, v) -> own[1 + i * columns + j] = (float) v);
                return new Backing(Storage.flat(own, 1, values.length, columns), (i, j) -> own[1 + i * columns + j]);
            }
        },
        EJML {
            @Override
            Backing of(double[][] values) {
                DMatrixRMaj own = new DMatrixRMaj(values);
                return new Backing(Storage.of(own), own::get);
            }
        },
        ENTRIES {
            @Override
            Backing of(double[][] values) {
                double[][] own = Shapes.copy(values);
                return new Backing(
                        Storage.entries(own.length, own[0].length, (i, j) -> own[i][j], (i, j, v) -> own[i][j] = v),
                        (i, j) -> own[i][j]);
            }
        },
        SINGLE_ENTRIES {
            @Override
            Backing of(double[][] values) {
                float[][] own = new float[values.length][values[0].length];
                fill(values, (i, j, v) -> own[i][j] = (float) v);
                return new Backing(
                        Storage.entries(
                                        own.length,
                                        own[0].length,
                                        (i, j) -> own[i][j],
                                        (i, j, v) -> own[i][j] = (float) v)
                                .singlePrecision(),
                        (i, j) -> own[i][j]);
            }
        },
        SUPPLIED {
            @Override
            Backing of(double[][] values) {
                double[][][] field = {Shapes.copy(values)};
                Storage live = Storage.supplied(() -> {
                    field[0] = Shapes.copy(field[0]); // a program that assigns its field anew all the time
                    return Storage.of(field[0]);
                });
                return new Backing(live, (i, j) -> field[0][i][j]);
            }
        },
        REASSIGNED {
            @Override
            Backing of(double[][] values) {
                double[][][] field = {Shapes.copy(values)};
                Storage live =
                        Storage.reassigned(() -> Shapes.copy(field[0]), matrix -> field[0] = Shapes.copy(matrix));
                return new Backing(live, (i, j) -> field[0][i][j]);
            }
        },
        SUPPLIED_REASSIGNED {
            @Override
            Backing of(double[][] values) {
                double[][][] field = {Shapes.copy(values)};
                Storage live = Storage.supplied(() ->
                        Storage.reassigned(() -> Shapes.copy(field[0]), matrix -> field[0] = Shapes.copy(matrix)));
                return new Backing(live, (i, j) -> field[0][i][j]);
            }
        };

        abstract Backing of(double[][] values);

        private static void fill(double[][] values, Storage.Setter setter) {
            for (int i = 0; i < values.length; i++) {
                for (int j = 0; j < values[i].length; j++) {
                    setter.set(i, j, values[i][j]);
                }
            }
        }
    }

    private record Backing(Storage storage, Storage.Getter own) {}

    /** What is behind each entry of a view: a row and a column of the program's own matrix. */
    private record Place(int row, int column) {}

    /** A view and, entry by entry, the places behind it. */
    private record View(Storage storage, List<List<Place>> places) {

        static View whole(Storage storage) {
            List<List<Place>> places = new ArrayList<>();
            for (int i = 0; i < storage.rows(); i++) {
                List<Place> row = new ArrayList<>();
                for (int j = 0; j < storage.columns(); j++) {
                    row.add(new Place(i, j));
                }
                places.add(row);
            }
            return new View(storage, places);
        }

        View next(Random random) {
            int rows = places.size();
            int columns = places.get(0).size();
            switch (random.nextInt(4)) {
                case 0 -> {
                    List<List<Place>> turned = new ArrayList<>();
                    for (int j = 0; j < columns; j++) {
                        List<Place> row = new ArrayList<>();
                        for (List<Place> from : places) {
                            row.add(from.get(j));
                        }
                        turned.add(row);
                    }
                    return new View(storage.transposed(), turned);
                }
                case 1 -> {
                    int from = random.nextInt(rows);
                    int to = from + 1 + random.nextInt(rows - from);
                    return new View(storage.rows(from, to), places.subList(from, to));
                }
                case 2 -> {
                    int from = random.nextInt(columns);
                    int to = from + 1 + random.nextInt(columns - from);
                    return new View(
                            storage.columns(from, to),
                            places.stream().map(row -> row.subList(from, to)).toList());
                }
                default -> {
                    return new View(Storage.supplied(() -> storage), places);
                }
            }
        }
    }

    @Provide
    Arbitrary<double[][]> matrices() {
        return Combinators.combine(
                        Arbitraries.integers().between(1, 5),
                        Arbitraries.integers().between(1, 5),
                        Arbitraries.longs())
                .as((rows, columns, seed) -> matrix(rows, columns, new Random(seed)));
    }

    private static double[][] matrix(int rows, int columns, Random random) {
        double[][] matrix = new double[rows][columns];
        for (double[] row : matrix) {
            for (int j = 0; j < columns; j++) {
                row[j] = value(random);
            }
        }
        return matrix;
    }

    private static double value(Random random) {
        return random.nextInt(4) == 0 ? SPECIAL[random.nextInt(SPECIAL.length)] : random.nextFloat() * 2 - 1;
    }

    @Property(tries = 1500, edgeCases = EdgeCasesMode.NONE)
    void everyViewReadsAndWritesExactlyTheEntriesBehindIt(
            @ForAll Kind kind, @ForAll("matrices") double[][] values, @ForAll long seed) {
        Random random = new Random(seed);
        double[][] plain = Shapes.copy(values);
        Backing backing = kind.of(values);
        View view = View.whole(backing.storage());
        for (int depth = random.nextInt(5); depth > 0; depth--) {
            view = view.next(random);
        }
        Storage storage = view.storage();
        int rows = view.places().size();
        int columns = view.places().get(0).size();
        assertThat(storage.rows()).isEqualTo(rows);
        assertThat(storage.columns()).isEqualTo(columns);
        assertThat(storage.precision()).isEqualTo(backing.storage().precision());
        requireSame(backing, plain, view);

        int row = random.nextInt(rows);
        int column = random.nextInt(columns);
        double one = value(random);
        storage.set(row, column, one);
        Place place = view.places().get(row).get(column);
        plain[place.row][place.column] = one;
        requireSame(backing, plain, view);

        double[] before = new double[rows * columns];
        storage.readInto(before);
        double[][] plainBefore = Shapes.copy(plain);
        double[] all = new double[rows * columns];
        for (int i = 0; i < all.length; i++) {
            all[i] = value(random);
            Place target = view.places().get(i / columns).get(i % columns);
            plain[target.row][target.column] = all[i];
        }
        double[] given = all.clone();
        storage.writeFrom(all);
        assertThat(all).as("the array written from").containsExactly(given);
        requireSame(backing, plain, view);

        storage.writeFrom(before);
        requireSame(backing, plainBefore, view);
    }

    /** The program's own numbers and the view, read in both ways, agree with the plain table bit for bit. */
    private static void requireSame(Backing backing, double[][] plain, View view) {
        for (int i = 0; i < plain.length; i++) {
            for (int j = 0; j < plain[i].length; j++) {
                requireSameBits(backing.own().get(i, j), plain[i][j]);
            }
        }
        int columns = view.storage().columns();
        double[] read = new double[view.storage().rows() * columns];
        view.storage().readInto(read);
        for (int i = 0; i < read.length; i++) {
            Place place = view.places().get(i / columns).get(i % columns);
            requireSameBits(read[i], plain[place.row][place.column]);
            requireSameBits(view.storage().get(i / columns, i % columns), plain[place.row][place.column]);
        }
    }

    private static void requireSameBits(double seen, double expected) {
        assertThat(Double.doubleToRawLongBits(seen)).isEqualTo(Double.doubleToRawLongBits(expected));
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void noViewReachesOutsideItself(@ForAll Kind kind, @ForAll("matrices") double[][] values, @ForAll long seed) {
        Random random = new Random(seed);
        Backing backing = kind.of(values);
        View view = View.whole(backing.storage());
        for (int depth = random.nextInt(4); depth > 0; depth--) {
            view = view.next(random);
        }
        Storage storage = view.storage();
        int[][] outside = {{-1, 0}, {0, -1}, {storage.rows(), 0}, {0, storage.columns()}};
        for (int[] index : outside) {
            assertThatThrownBy(() -> storage.get(index[0], index[1])).isInstanceOf(RuntimeException.class);
            assertThatThrownBy(() -> storage.set(index[0], index[1], 7)).isInstanceOf(RuntimeException.class);
        }
        requireSame(backing, values, view);
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void nanPayloadsAndEveryOtherBitSurviveInDoubles(@ForAll long bits, @ForAll long seed) {
        for (Kind kind : List.of(Kind.ROWS, Kind.FLAT, Kind.EJML, Kind.ENTRIES, Kind.REASSIGNED)) {
            Backing backing = kind.of(new double[3][2]);
            View view = View.whole(backing.storage()).next(new Random(seed));
            double[] values = new double[view.storage().rows() * view.storage().columns()];
            values[values.length - 1] = Double.longBitsToDouble(bits | 0x7ff8000000000000L);
            view.storage().writeFrom(values);
            double[] read = new double[values.length];
            view.storage().readInto(read);
            requireSameBits(read[values.length - 1], values[values.length - 1]);
        }
    }
}
