package io.github.backcheck.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.ParameterSnapshot;
import io.github.backcheck.probe.NonFiniteReport.Cause;
import io.github.backcheck.probe.NonFiniteReport.Origin;
import io.github.backcheck.probe.NonFiniteReport.Stage;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class NonFiniteOriginTest {

    private static final Batch DIGITS = ProbeData.digits(40);

    private static Origin origin(Model model) {
        try (ParameterSnapshot before = model.snapshot()) {
            NonFiniteReport report = NonFiniteOrigin.of(model, DIGITS);
            assertThat(before.changed()).isEmpty();
            assertThat(report.judgement().isNoticed()).isTrue();
            assertThat(report.toString()).contains("first");
            return report.origin().orElseThrow();
        }
    }

    /** A softmax of exponentials as they are. */
    private static ArrayProgram unshifted() {
        return new ArrayProgram(1, new int[] {64, 9, 10}, "tanh", "softmax") {
            @Override
            double[] softmax(double[] z) {
                double[] a = Arrays.stream(z).map(Math::exp).toArray();
                double sum = Arrays.stream(a).sum();
                return Arrays.stream(a).map(e -> e / sum).toArray();
            }
        };
    }

    @Test
    void anExponentialThatOverflowsIsNamed() {
        ArrayProgram program = unshifted();
        program.b[1][3] = 800;
        Origin origin = origin(program.modelWithArchitecture());
        assertThat(origin.stage()).isEqualTo(Stage.OUTPUTS);
        assertThat(origin.cause()).isEqualTo(Cause.EXP_OVERFLOW);
        assertThat(origin.where()).isEqualTo("output 3, sample 0");
        assertThat(origin.step()).isZero();
    }

    @Test
    void exponentialsThatAreAllZeroAreNamed() {
        ArrayProgram program = unshifted();
        Arrays.fill(program.b[1], -800);
        assertThat(origin(program.modelWithArchitecture()).cause()).isEqualTo(Cause.ZERO_OVER_ZERO);
    }

    @Test
    void aLogarithmOfZeroIsNamed() {
        ArrayProgram program = new ArrayProgram(1, new int[] {64, 9, 10}, "tanh", "softmax");
        program.b[1][3] = 800;
        Origin origin = origin(program.model());
        assertThat(origin.stage()).isEqualTo(Stage.LOSS);
        assertThat(origin.cause()).isEqualTo(Cause.LOG_OF_ZERO);
        assertThat(origin.evidence()).contains("exactly 0");
    }

    @Test
    void aLogarithmOfANegativeOutputIsNamed() {
        ArrayProgram program = new ArrayProgram(1, new int[] {64, 9, 10}, "tanh", "tanh") {
            @Override
            boolean isSoftmax() {
                return true;
            }
        };
        assertThat(origin(program.model()).cause()).isEqualTo(Cause.LOG_OF_NEGATIVE);
    }

    @Test
    void aParameterThatIsNaNIsNamedFirst() {
        ArrayProgram program = unshifted();
        program.w[0][2][17] = Double.NaN;
        Origin origin = origin(program.model());
        assertThat(origin.stage()).isEqualTo(Stage.PARAMETERS);
        assertThat(origin.where()).isEqualTo("layer0/W[2,17]");
    }

    @Test
    void theLayerIsNamedWhereTheProgramTraces() {
        ArrayProgram program = new ArrayProgram(1, new int[] {64, 9, 10}, "relu", "identity");
        program.b[0][4] = 1e308;
        program.w[1][2][4] = 1e3;
        Model model = program.wrap()
                .trace(x -> {
                    double[][] z1 = program.preActivations(0, x);
                    double[][] a1 = program.activate(0, z1);
                    double[][] z2 = program.preActivations(1, a1);
                    return io.github.backcheck.model.Trace.layer(z1, a1).andLayer(z2, program.activate(1, z2));
                })
                .build();
        Origin origin = origin(model);
        assertThat(origin.stage()).isEqualTo(Stage.PRE_ACTIVATIONS);
        assertThat(origin.cause()).isEqualTo(Cause.SUM_OVERFLOW);
        assertThat(origin.where()).isEqualTo("layer layer1, unit 2, sample 0");
    }

    @Test
    void stepsThatAreTooLargeAreNamed() {
        ArrayProgram program = new ArrayProgram(1, new int[] {64, 9, 10}, "relu", "identity");
        program.rate = 1e20;
        Origin origin = origin(program.model());
        assertThat(origin.step()).isPositive();
        assertThat(origin.cause()).isIn(Cause.GROWTH, Cause.SUM_OVERFLOW);
    }

    @Test
    void aBackwardPassThatDividesByZeroIsNamed() {
        ArrayProgram program = new ArrayProgram(1, new int[] {64, 9, 10}, "tanh", "sigmoid") {
            @Override
            void backward(double[][] x, double[][] y) {
                super.backward(x, y);
                dw[1][2][3] = 0.0 / 0.0;
            }
        };
        Origin origin = origin(program.model());
        assertThat(origin.stage()).isEqualTo(Stage.GRADIENT);
        assertThat(origin.cause()).isEqualTo(Cause.BACKWARD);
        assertThat(origin.where()).isEqualTo("layer1/W[2,3]");
        Origin step = origin(program.wrap()
                .gradient(batch -> io.github.backcheck.model.Gradient.of("layer0/b", new double[9]))
                .build());
        assertThat(step.stage()).isEqualTo(Stage.STEP);
        assertThat(step.step()).isEqualTo(1);
    }

    @Test
    void aNetworkWithLargeButFiniteNumbersIsNotAccused() {
        ArrayProgram program = new ArrayProgram(1, new int[] {64, 9, 10}, "tanh", "softmax");
        program.b[1][3] = 500;
        NonFiniteReport report = NonFiniteOrigin.of(program.model(), DIGITS);
        assertThat(report.judgement()).isEqualTo(Judgement.asExpected());
        assertThat(report.steps()).isEqualTo(10);
    }
}
