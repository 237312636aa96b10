package io.github.backcheck.trial;

import io.github.backcheck.examples.Digits;
import io.github.backcheck.model.Batch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongFunction;

/** Prints which settings cure which fault: for the people who write rules, not for a build. */
final class TrialTable {

    private TrialTable() {}

    record Case(String name, LongFunction<PlainProgram> program, LongFunction<Batch> data) {}

    private static final Digits DIGITS = Digits.load();

    static Batch scaled(long seed) {
        return DIGITS.scaled().shuffled(seed).slice(0, 1000);
    }

    static Batch raw(long seed) {
        return DIGITS.raw().shuffled(seed).slice(0, 1000);
    }

    static Batch bytes(long seed) {
        double[][] x = raw(seed).inputs();
        for (double[] row : x) {
            for (int i = 0; i < row.length; i++) {
                row[i] = Math.min(255, row[i] * 16);
            }
        }
        return Batch.of(x, raw(seed).targets());
    }

    static Batch tiny(long seed) {
        double[][] x = scaled(seed).inputs();
        for (double[] row : x) {
            for (int i = 0; i < row.length; i++) {
                row[i] /= 255;
            }
        }
        return Batch.of(x, scaled(seed).targets());
    }

    static Batch mislabelled(long seed) {
        Batch d = scaled(seed);
        return Batch.of(d.inputs(), d.shuffled(seed + 7).targets());
    }

    static PlainProgram net(String kind) {
        return switch (kind) {
            case "sig-sgd" -> p(PlainProgram.Hidden.SIGMOID, PlainProgram.Head.SIGMOID_SQUARED, PlainProgram.Rule.SGD, 1);
            case "tanh-sgd" -> p(PlainProgram.Hidden.TANH, PlainProgram.Head.SOFTMAX, PlainProgram.Rule.SGD, 0.3);
            case "relu-sgd" -> p(PlainProgram.Hidden.RELU, PlainProgram.Head.SOFTMAX, PlainProgram.Rule.SGD, 0.1);
            case "tanh-mom" -> p(PlainProgram.Hidden.TANH, PlainProgram.Head.SOFTMAX, PlainProgram.Rule.MOMENTUM, 0.05);
            case "sig-mom" -> p(PlainProgram.Hidden.SIGMOID, PlainProgram.Head.SIGMOID_SQUARED, PlainProgram.Rule.MOMENTUM, 0.3);
            case "relu-adam" -> p(PlainProgram.Hidden.RELU, PlainProgram.Head.SOFTMAX, PlainProgram.Rule.ADAM, 0.005);
            case "sig-adam" -> p(PlainProgram.Hidden.SIGMOID, PlainProgram.Head.SIGMOID_SQUARED, PlainProgram.Rule.ADAM, 0.01);
            default -> throw new IllegalArgumentException(kind);
        };
    }

    private static PlainProgram p(PlainProgram.Hidden h, PlainProgram.Head o, PlainProgram.Rule r, double lr) {
        return new PlainProgram(h, o, r, 64, 30, 10).learningRate(lr);
    }

    static final List<String> KINDS =
            List.of("sig-sgd", "tanh-sgd", "relu-sgd", "tanh-mom", "sig-mom", "relu-adam", "sig-adam");

    static List<Case> cases(String kind) {
        List<Case> all = new ArrayList<>();
        all.add(new Case("healthy", s -> net(kind).start(s, 1), TrialTable::scaled));
        for (double f : new double[] {10, 100, 1000}) {
            all.add(new Case("rate x" + f, s -> scaleRate(net(kind).start(s, 1), f), TrialTable::scaled));
        }
        for (double f : new double[] {0.1, 0.01, 0.001, 1e-5}) {
            all.add(new Case("rate x" + f, s -> scaleRate(net(kind).start(s, 1), f), TrialTable::scaled));
        }
        all.add(new Case("raw 0..16", s -> net(kind).start(s, 1), TrialTable::raw));
        all.add(new Case("bytes 0..255", s -> net(kind).start(s, 1), TrialTable::bytes));
        all.add(new Case("scaled twice", s -> net(kind).start(s, 1), TrialTable::tiny));
        all.add(new Case("weights x10", s -> net(kind).start(s, 10), TrialTable::scaled));
        all.add(new Case("weights x100", s -> net(kind).start(s, 100), TrialTable::scaled));
        all.add(new Case("weights x0.01", s -> net(kind).start(s, 0.01), TrialTable::scaled));
        all.add(new Case("weights x1e-4", s -> net(kind).start(s, 1e-4), TrialTable::scaled));
        all.add(new Case("weights 0..1", s -> net(kind).startUniform(s, 0, 1), TrialTable::scaled));
        all.add(new Case("weights 0.5", s -> net(kind).startUniform(s, 0.5, 0.5), TrialTable::scaled));
        all.add(new Case("weights 0", s -> net(kind).startUniform(s, 0, 0), TrialTable::scaled));
        all.add(new Case("equal rows", s -> net(kind).startWithEqualRows(s), TrialTable::scaled));
        all.add(new Case("labels shuffled", s -> net(kind).start(s, 1), TrialTable::mislabelled));
        all.add(new Case("ignores inputs", s -> net(kind).start(s, 1).ignoringInputs(), TrialTable::scaled));
        all.add(new Case("penalty 0.3", s -> net(kind).start(s, 1).l2(0.3), TrialTable::scaled));
        return all;
    }

    private static PlainProgram scaleRate(PlainProgram p, double f) {
        return p.learningRate(p.learningRate * f);
    }

    static Map<String, Setting> settings() {
        Map<String, Setting> all = new LinkedHashMap<>();
        Setting g = Setting.asGiven();
        all.put("given", g);
        all.put("s/100", g.stepsTimes(0.01));
        all.put("s/10", g.stepsTimes(0.1));
        all.put("s*10", g.stepsTimes(10));
        all.put("s*100", g.stepsTimes(100));
        all.put("std", g.inputs(InputForm.STANDARDISED));
        all.put("fresh", g.start(StartForm.FRESH));
        all.put("unequal", g.start(StartForm.UNEQUAL_ROWS));
        all.put("w*.1", g.weightsTimes(0.1));
        all.put("w*10", g.weightsTimes(10));
        all.put("std+fr", g.inputs(InputForm.STANDARDISED).start(StartForm.FRESH));
        all.put("zero", g.inputs(InputForm.ZERO));
        all.put("shuf", g.targets(TargetForm.SHUFFLED));
        return all;
    }

    public static void main(String[] args) {
        int seeds = args.length > 0 ? Integer.parseInt(args[0]) : 5;
        for (String kind : args.length > 1 ? List.of(args[1].split(",")) : KINDS) {
            StringBuilder head = new StringBuilder(String.format("%n%-9s %-15s", kind, "fault"));
            settings().keySet().forEach(k -> head.append(String.format("%8s", k)));
            System.out.println(head + "  own rose|8 learned (factor)|step lengths (change ratio, best)");
            for (Case c : cases(kind)) {
                Map<String, List<Double>> shares = new LinkedHashMap<>();
                List<Double> rose = new ArrayList<>();
                List<String> eight = new ArrayList<>();
                List<String> lengths = new ArrayList<>();
                double ratio = 0;
                for (long seed = 1; seed <= seeds; seed++) {
                    Batch data = c.data().apply(seed);
                    for (Map.Entry<String, Setting> s : settings().entrySet()) {
                        // A new program each time: what an optimiser remembers would mix the trials up.
                        Course course = Trial.of(c.program().apply(seed).wrap())
                                .on(data)
                                .seed(seed)
                                .run(s.getValue());
                        double share = course.isFinite() ? course.explainedShare().orElse(Double.NaN) : Double.NaN;
                        shares.computeIfAbsent(s.getKey(), k -> new ArrayList<>()).add(share);
                        if (s.getKey().equals("given")) {
                            rose.add(course.ownBatches().share());
                        }
                    }
                    OverfitCheck o = OverfitCheck.of(
                            Trial.of(c.program().apply(seed).wrap()).on(data).seed(seed), Setting.asGiven());
                    eight.add(o.reached()
                            .map(r -> String.valueOf(r.setting().stepsTimes()))
                            .orElse("-"));
                    StepLengths l = StepLengths.of(
                            Trial.of(c.program().apply(seed).wrap()).on(data).seed(seed));
                    lengths.add(l.verdict().name() + "/" + l.best());
                    ratio += l.ratios().median() / seeds;
                }
                StringBuilder line = new StringBuilder(String.format("%-9s %-15s", kind, c.name()));
                shares.values().forEach(v -> line.append(cell(v)));
                line.append(String.format(
                        Locale.ROOT,
                        "  %.2f|%s|%s %.1e",
                        rose.stream().mapToDouble(x -> x).average().orElse(0),
                        String.join(" ", eight),
                        tally(lengths),
                        ratio));
                System.out.println(line);
            }
        }
    }

    private static String tally(List<String> words) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        words.forEach(w -> counts.merge(w, 1, Integer::sum));
        return counts.toString();
    }

    /** The median, NaN counted as the worst. */
    private static String cell(List<Double> v) {
        double m = v.stream()
                .mapToDouble(x -> Double.isNaN(x) ? Double.NEGATIVE_INFINITY : x)
                .sorted()
                .toArray()[v.size() / 2];
        return m == Double.NEGATIVE_INFINITY ? "     NaN" : m < -9.99 ? String.format(Locale.ROOT, "%8.0e", m) : String.format(Locale.ROOT, "%8.3f", m);
    }
}
