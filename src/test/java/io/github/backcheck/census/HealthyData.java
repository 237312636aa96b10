package io.github.backcheck.census;

import io.github.backcheck.examples.Digits;
import io.github.backcheck.model.Batch;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.Set;

/**
 * A random data set with nothing wrong in it, drawn by a seed: what people train on, and what looks like a fault but is none.
 *
 * @param name what was drawn
 * @param data the samples
 * @param told what the census may say of it all the same, because it is so
 */
record HealthyData(String name, Batch data, Set<String> told) {

    static final int KINDS = 16;

    private static final Batch DIGITS = Digits.load().raw();

    static HealthyData draw(long seed) {
        Random random = new Random(seed * 7919 + 17);
        int kind = (int) (seed % KINDS);
        return switch (kind) {
            case 0 -> plain("digits 0 to 16", digits(random), "LARGE");
            case 1 -> plain("digits 0 to 1", map(digits(random), 0, 16));
            case 2 -> plain("standardised digits", standardised(digits(random)));
            case 3 -> plain("centred digits, targets -1 and 1", signed(map(digits(random), 8, 8)));
            case 4 -> plain("digits class by class", sorted(map(digits(random), 0, 16)), "grouped");
            case 5 -> plain("few of one class", imbalanced(map(digits(random), 0, 16), random));
            case 6 -> plain("digits and noise", withNoise(standardised(digits(random)), random));
            case 7 -> plain("regression", regression(random));
            case 8 -> plain("clouds", clouds(random));
            case 9 -> plain("XOR clouds", xor(random));
            case 10 -> plain("series", series(random));
            case 11 -> plain("blobs, centred bytes", blobs(random));
            case 12 -> plain("table of signed integers", table(random), "LARGE", "unrelated", "UNEVEN");
            case 13 -> plain("several labels", severalLabels(random), "unrelated");
            case 14 -> plain("truth table with repetitions", truthTable(random), "repeated");
            default -> plain("noise", noise(random), "unrelated");
        };
    }

    private static HealthyData plain(String name, Batch data, String... told) {
        return new HealthyData(name, data, Set.of(told));
    }

    private static Batch digits(Random random) {
        int count = 150 + random.nextInt(1600);
        return random.nextInt(3) == 0
                ? DIGITS.slice(0, count)
                : DIGITS.shuffled(random.nextLong()).slice(0, count);
    }

    private static Batch map(Batch data, double centre, double unit) {
        double[][] x = data.inputs();
        for (double[] row : x) {
            Arrays.setAll(row, i -> (row[i] - centre) / unit);
        }
        return Batch.of(x, data.targets());
    }

    static Batch standardised(Batch data) {
        Columns columns = Columns.of(Rows.inputs(data));
        double[][] x = data.inputs();
        for (double[] row : x) {
            Arrays.setAll(
                    row,
                    i -> columns.variance(i) > 0 ? (row[i] - columns.mean(i)) / Math.sqrt(columns.variance(i)) : 0);
        }
        return Batch.of(x, data.targets());
    }

    private static Batch signed(Batch data) {
        double[][] t = data.targets();
        for (double[] row : t) {
            Arrays.setAll(row, i -> 2 * row[i] - 1);
        }
        return Batch.of(data.inputs(), t);
    }

    static Batch sorted(Batch data) {
        int[] labels = data.labels();
        int[] order = new int[labels.length];
        Arrays.setAll(order, i -> i);
        return data.select(Arrays.stream(order)
                .boxed()
                .sorted(Comparator.comparingInt(i -> labels[i]))
                .mapToInt(Integer::intValue)
                .toArray());
    }

    private static Batch imbalanced(Batch data, Random random) {
        int[] labels = data.labels();
        int common = random.nextInt(10);
        int[] order = new int[labels.length];
        int kept = 0;
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] == common || random.nextInt(8) == 0) {
                order[kept++] = i;
            }
        }
        return data.select(Arrays.copyOf(order, kept));
    }

    private static Batch withNoise(Batch data, Random random) {
        double[][] x = data.inputs();
        int more = 1 + random.nextInt(40);
        for (int s = 0; s < x.length; s++) {
            int old = x[s].length;
            x[s] = Arrays.copyOf(x[s], old + more);
            for (int f = old; f < x[s].length; f++) {
                x[s][f] = random.nextGaussian();
            }
        }
        return Batch.of(x, data.targets());
    }

    private static double[][] gaussian(int rows, int columns, Random random) {
        double[][] x = new double[rows][columns];
        for (double[] row : x) {
            Arrays.setAll(row, i -> random.nextGaussian());
        }
        return x;
    }

    private static Batch regression(Random random) {
        double[][] x = gaussian(200 + random.nextInt(800), 1 + random.nextInt(4), random);
        double[][] y = new double[x.length][1 + random.nextInt(2)];
        double noise = 0.3 * random.nextDouble();
        for (int s = 0; s < x.length; s++) {
            double sum = Arrays.stream(x[s]).sum();
            for (int o = 0; o < y[s].length; o++) {
                y[s][o] = Math.sin(sum + o) + 0.3 * x[s][0] + noise * random.nextGaussian();
            }
        }
        return Batch.of(x, y);
    }

    private static Batch clouds(Random random) {
        int classes = 2 + random.nextInt(4);
        double[][] centres = gaussian(classes, 2 + random.nextInt(20), random);
        double[][] x = new double[150 + random.nextInt(800)][];
        int[] labels = new int[x.length];
        for (int s = 0; s < x.length; s++) {
            labels[s] = random.nextInt(classes);
            double[] centre = centres[labels[s]];
            x[s] = Arrays.stream(centre).map(c -> 2 * c + random.nextGaussian()).toArray();
        }
        return Batch.labelled(x, labels, classes);
    }

    private static Batch xor(Random random) {
        double[][] x = gaussian(200 + random.nextInt(800), 2, random);
        double[][] y = new double[x.length][1];
        for (int s = 0; s < x.length; s++) {
            y[s][0] = (x[s][0] > 0) ^ (x[s][1] > 0) ? 1 : 0;
        }
        return Batch.of(x, y);
    }

    /** Windows of a series in their order, and the value that follows: neighbouring rows are alike. */
    private static Batch series(Random random) {
        int length = 300 + random.nextInt(700);
        int window = 3 + random.nextInt(10);
        double memory = 0.5 + 0.48 * random.nextDouble();
        double wave = random.nextInt(2);
        double[] series = new double[length + window + 1];
        double state = 0;
        for (int t = 0; t < series.length; t++) {
            state = memory * state + Math.sqrt(1 - memory * memory) * random.nextGaussian();
            series[t] = state + wave * Math.sin(t / 5.0);
        }
        double[][] x = new double[length][];
        double[][] y = new double[length][1];
        for (int s = 0; s < length; s++) {
            x[s] = Arrays.copyOfRange(series, s, s + window);
            y[s][0] = series[s + window];
        }
        return Batch.of(x, y);
    }

    private static Batch blobs(Random random) {
        int side = 16;
        double[][] x = new double[200 + random.nextInt(300)][side * side];
        double[][] y = new double[x.length][2];
        for (int s = 0; s < x.length; s++) {
            double across = side * random.nextDouble();
            double down = side * random.nextDouble();
            double width = 2 + 4 * random.nextDouble();
            for (int p = 0; p < x[s].length; p++) {
                double distance = Math.hypot(p % side - across, Math.floorDiv(p, side) - down) / width;
                x[s][p] = (Math.rint(255 * Math.exp(-distance * distance / 2)) - 128) / 128;
            }
            y[s][0] = across / side;
            y[s][1] = down / side;
        }
        return Batch.of(x, y);
    }

    private static Batch table(Random random) {
        int columns = 5 + random.nextInt(100);
        double[] means = new double[columns];
        Arrays.setAll(means, c -> 40 * random.nextGaussian());
        double spread = 5 + 40 * random.nextDouble();
        double[][] x = new double[100 + random.nextInt(500)][columns];
        double[][] y = new double[x.length][1];
        for (int s = 0; s < x.length; s++) {
            double[] row = x[s];
            Arrays.setAll(
                    row, c -> Math.max(-128, Math.min(127, Math.rint(means[c] + spread * random.nextGaussian()))));
            y[s][0] = row[0] + row[1] > means[0] + means[1] ? 1 : 0;
        }
        return Batch.of(x, y);
    }

    private static Batch severalLabels(Random random) {
        double[][] x = gaussian(200 + random.nextInt(500), 4 + random.nextInt(6), random);
        double[][] y = new double[x.length][3 + random.nextInt(6)];
        double rare = random.nextDouble();
        for (int s = 0; s < x.length; s++) {
            for (int o = 0; o < y[s].length; o++) {
                y[s][o] = x[s][o % x[s].length] + 0.5 * random.nextGaussian() > rare ? 1 : 0;
            }
        }
        return Batch.of(x, y);
    }

    private static Batch truthTable(Random random) {
        int bits = 2 + random.nextInt(3);
        double[][] x = new double[100 + random.nextInt(200)][bits];
        double[][] y = new double[x.length][1];
        for (int s = 0; s < x.length; s++) {
            int number = random.nextInt(1 << bits);
            double[] row = x[s];
            Arrays.setAll(row, b -> (number >> b) & 1);
            y[s][0] = Integer.bitCount(number) % 2;
        }
        return Batch.of(x, y);
    }

    private static Batch noise(Random random) {
        double[][] x = gaussian(60 + random.nextInt(900), 1 + random.nextInt(30), random);
        int classes = 2 + random.nextInt(5);
        int[] labels = new int[x.length];
        double common = random.nextDouble();
        for (int s = 0; s < x.length; s++) {
            labels[s] = random.nextDouble() < common ? 0 : random.nextInt(classes);
        }
        return Batch.labelled(x, labels, classes);
    }
}
