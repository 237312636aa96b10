package io.github.backcheck.gradient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Gradient;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.ModelBuilder;
import io.github.backcheck.model.ModelException;
import io.github.backcheck.model.Storage;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Measuring changes nothing: parameters are bit for bit what they were, whatever the network does. */
class RestorationTest {

    private static final Architecture ARCHITECTURE =
            Architecture.inputs(2).relu(3).identity(1).halfSquaredError();

    private static final Batch BATCH =
            Batch.of(new double[][] {{0, 1}, {1, -1}, {0, 0}}, new double[][] {{1}, {0}, {2}});

    /** One way of keeping a 3 x 2 matrix. */
    private static final class Kept {
        private final String name;
        private final Storage storage;

        private Kept(String name, Storage storage) {
            this.name = name;
            this.storage = storage;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static List<Kept> storages() {
        double[][] rows = new double[3][2];
        double[][] inByOut = new double[2][3];
        double[] flat = new double[20];
        double[][] handedOut = new double[3][2];
        double[][][] holder = {new double[3][2]};
        float[][] floats = new float[3][2];
        double[][] withBiases = new double[3][3];
        double[][] entries = new double[3][2];
        return List.of(
                new Kept("rows", Storage.of(rows)),
                new Kept("in x out", Storage.of(inByOut).transposed()),
                new Kept("flat", Storage.flat(flat, 4, 3, 2)),
                new Kept(
                        "columns of a wider matrix", Storage.flat(flat, 5, 3, 5).columns(1, 3)),
                new Kept("floats", Storage.of(floats)),
                new Kept("flat floats", Storage.flat(new float[9], 2, 3, 2)),
                new Kept("matrix", Storage.of(new DMatrixRMaj(3, 2))),
                new Kept("entries", Storage.entries(3, 2, (i, j) -> entries[i][j], (i, j, v) -> entries[i][j] = v)),
                new Kept("supplied", Storage.supplied(() -> Storage.of(handedOut))),
                new Kept("reassigned", Storage.reassigned(() -> holder[0], matrix -> holder[0] = matrix)),
                new Kept("beside its biases", Storage.of(withBiases).columns(0, 2)));
    }

    @ParameterizedTest
    @MethodSource("storages")
    void everyStorageIsRestored(Kept kept) {
        // −0, a subnormal and numbers of many digits, none of which survive x + h − h.
        double[] values = {
            0.1, -0.0, 1.0 / 3, -0.7, kept.storage.precision().unitRoundOff() < 1e-10 ? 1e-310 : 1e-40f, 1e-5
        };
        for (int i = 0; i < values.length; i++) {
            kept.storage.set(i / 2, i % 2, values[i]);
        }
        long[] before = bits(kept.storage);
        SingleLayer network = new SingleLayer(kept.storage);
        ModelBuilder builder = Model.named("kept as " + kept)
                .weights("W", kept.storage)
                .loss(network::loss)
                .trainStep(network::step);
        Batch batch = Batch.of(new double[][] {{1, 2}, {-0.5, 1}}, new double[][] {{1, 0, 0}, {0, 1, 1}});
        Point[] more = {Point.LIVELY, Point.AFTER_TRAINING};

        for (Model model : List.of(
                builder.build(),
                builder.architecture(Architecture.inputs(2).identity(3).halfSquaredError())
                        .build(),
                builder.gradient(network::gradient).build())) {
            GradientCheck check = GradientCheck.of(model).on(batch).at(Point.AS_GIVEN, more);
            assertThat(check.run().points()).hasSize(3);
            assertThat(bits(kept.storage)).isEqualTo(before);
            assertThat(check.lossOnly().everyEntry().run().points()).hasSize(3);
            assertThat(bits(kept.storage)).isEqualTo(before);
        }
    }

    private static long[] bits(Storage storage) {
        return IntStream.range(0, storage.rows() * storage.columns())
                .mapToLong(i -> Double.doubleToRawLongBits(storage.get(i / storage.columns(), i % storage.columns())))
                .toArray();
    }

    /** z = W x, half squared error, averaged. */
    private static final class SingleLayer {
        private final Storage w;

        SingleLayer(Storage w) {
            this.w = w;
        }

        private double error(Batch batch, int n, int i) {
            return w.get(i, 0) * batch.input(n, 0) + w.get(i, 1) * batch.input(n, 1) - batch.target(n, i);
        }

        double loss(Batch batch) {
            double sum = 0;
            for (int n = 0; n < batch.size(); n++) {
                for (int i = 0; i < 3; i++) {
                    sum += error(batch, n, i) * error(batch, n, i) / 2;
                }
            }
            return sum / batch.size();
        }

        Gradient gradient(Batch batch) {
            double[][] dw = new double[3][2];
            for (int n = 0; n < batch.size(); n++) {
                for (int i = 0; i < 3; i++) {
                    for (int j = 0; j < 2; j++) {
                        dw[i][j] += error(batch, n, i) * batch.input(n, j) / batch.size();
                    }
                }
            }
            return Gradient.of("W", dw);
        }

        void step(Batch batch) {
            double[] dw = gradient(batch)
                    .of(Model.named("one")
                            .weights("W", w)
                            .loss(this::loss)
                            .build()
                            .parameters()
                            .get(0))
                    .orElseThrow();
            for (int k = 0; k < dw.length; k++) {
                w.set(k / 2, k % 2, w.get(k / 2, k % 2) - 0.1 * dw[k]);
            }
        }
    }

    /** A network that fails at a call whose number is given, after having spoilt a weight where it is a step. */
    private static final class Failing extends PlainNetwork {
        private final int failingCall;
        private int calls;

        Failing(int failingCall) {
            super(ARCHITECTURE, 1, 1);
            this.failingCall = failingCall;
        }

        private void count() {
            calls++;
            if (calls == failingCall) {
                throw new IllegalStateException("call " + calls);
            }
        }

        @Override
        double loss(Batch batch) {
            count();
            return super.loss(batch);
        }

        @Override
        Gradient gradient(Batch batch) {
            count();
            return super.gradient(batch);
        }

        @Override
        void step(Batch batch) {
            super.step(batch);
            count();
        }

        @Override
        double[][] predict(double[][] inputs) {
            count();
            return super.predict(inputs);
        }
    }

    @Test
    void parametersAreRestoredWhicheverCallFails() {
        int calls = 0;
        for (Kind kind : Kind.values()) {
            calls += failAtEveryCall(kind);
        }
        assertThat(calls).as("calls that failed").isGreaterThan(500);
    }

    private enum Kind {
        TWIN {
            @Override
            GradientCheck check(Failing network) {
                return GradientCheck.of(network.model()).on(BATCH);
            }
        },
        LOSS_ONLY {
            @Override
            GradientCheck check(Failing network) {
                return GradientCheck.of(network.model()).on(BATCH).lossOnly();
            }
        },
        STEPS {
            @Override
            GradientCheck check(Failing network) {
                Model model = network.wrapped().trainStep(network::step).build();
                return GradientCheck.of(model).on(BATCH).at(Point.AS_GIVEN, Point.AFTER_TRAINING);
            }
        };

        abstract GradientCheck check(Failing network);
    }

    private static int failAtEveryCall(Kind kind) {
        Failing healthy = new Failing(-1);
        kind.check(healthy).run();
        for (int call = 1; call <= healthy.calls; call++) {
            Failing network = new Failing(call);
            String cause = "call " + call;
            List<Object> arrays = arrays(network);
            try {
                GradientReport report = kind.check(network).run();
                assertThat(report.points())
                        .as("%s, %s", kind, cause)
                        .anySatisfy(point ->
                                assertThat(point.note()).contains("java.lang.IllegalStateException: " + cause));
            } catch (ModelException e) {
                assertThat(e).hasMessageContaining(cause);
            }
            assertThat(network.w).as("%s, %s", kind, cause).isDeepEqualTo(healthy.w);
            assertThat(network.b).as("%s, %s", kind, cause).isDeepEqualTo(healthy.b);
            assertThat(arrays(network))
                    .usingElementComparator((a, b) -> a == b ? 0 : 1)
                    .isEqualTo(arrays);
        }
        return healthy.calls;
    }

    private static List<Object> arrays(PlainNetwork network) {
        List<Object> arrays = new ArrayList<>();
        for (int l = 0; l < network.w.length; l++) {
            arrays.addAll(List.of(network.w[l]));
            arrays.add(network.b[l]);
        }
        return arrays;
    }

    @Test
    void sameSeedSameReport() {
        for (long seed = 1; seed <= 20; seed++) {
            GradientCheck one = RandomCase.of(seed).check().seed(seed);
            GradientCheck other = RandomCase.of(seed).check().seed(seed);

            assertThat(one.run()).hasToString(other.run().toString());
            assertThat(one.run()).hasToString(one.run().toString());
            assertThat(one.lossOnly().run()).hasToString(other.lossOnly().run().toString());
        }
    }

    @Test
    void whatDoesNotFitIsRefused() {
        Model model = new PlainNetwork(ARCHITECTURE, 1, 1).model();
        GradientCheck check = GradientCheck.of(model).on(BATCH);

        assertThatThrownBy(() -> GradientCheck.of(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("the model is null");
        assertThatThrownBy(() -> GradientCheck.of(model).on(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("the batch is null");
        assertThatThrownBy(() -> GradientCheck.of(model).on(Batch.of(new double[][] {{1, 2, 3}}, new double[][] {{1}})))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "a batch of 1: inputs 1 x 3, targets 1 x 1 for plain network, which has 2 inputs (1/W (3 x 2))"
                                + " and 1 outputs (2/W (1 x 3))");
        assertThatThrownBy(() -> check.sampling(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the number of entries to check is 0, at least 1 was expected: no entry, no verdict");
        assertThatThrownBy(() -> check.at(Point.AFTER_TRAINING))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the parameters after training steps: plain network was built without trainStep(batch)");
    }
}
