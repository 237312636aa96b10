package io.github.backcheck.wrapping;

import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Gradient;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.Storage;
import java.util.Random;
import org.ejml.simple.SimpleMatrix;

/** SimpleMatrix of EJML, one sample per column: each step makes new matrices. Tanh, linear output, half squared error. */
class SimpleMatrixNetwork {

    SimpleMatrix w1;
    SimpleMatrix b1;
    SimpleMatrix w2;
    SimpleMatrix b2;
    SimpleMatrix gw1 = new SimpleMatrix(1, 1);
    SimpleMatrix gb1 = new SimpleMatrix(1, 1);
    SimpleMatrix gw2 = new SimpleMatrix(1, 1);
    SimpleMatrix gb2 = new SimpleMatrix(1, 1);

    SimpleMatrixNetwork(long seed) {
        Random rand = new Random(seed);
        w1 = SimpleMatrix.random_DDRM(10, 2, -1, 1, rand);
        b1 = new SimpleMatrix(10, 1);
        w2 = SimpleMatrix.random_DDRM(1, 10, -0.5, 0.5, rand);
        b2 = new SimpleMatrix(1, 1);
    }

    private static SimpleMatrix ones(int columns) {
        return SimpleMatrix.ones(1, columns);
    }

    private SimpleMatrix hidden(SimpleMatrix x) {
        SimpleMatrix z = w1.mult(x).plus(b1.mult(ones(x.getNumCols())));
        SimpleMatrix a = z.copy();
        for (int i = 0; i < z.getNumElements(); i++) {
            a.set(i, Math.tanh(z.get(i)));
        }
        return a;
    }

    private SimpleMatrix output(SimpleMatrix a) {
        return w2.mult(a).plus(b2.mult(ones(a.getNumCols())));
    }

    double[][] predict(double[][] inputs) {
        return output(hidden(new SimpleMatrix(inputs).transpose())).transpose().toArray2();
    }

    void backward(double[][] inputs, double[][] targets) {
        SimpleMatrix x = new SimpleMatrix(inputs).transpose();
        SimpleMatrix a = hidden(x);
        SimpleMatrix d2 = output(a).minus(new SimpleMatrix(targets).transpose()).divide(inputs.length);
        SimpleMatrix d1 =
                w2.transpose().mult(d2).elementMult(a.elementMult(a).negative().plus(1));
        gw2 = d2.mult(a.transpose());
        gb2 = d2.mult(ones(inputs.length).transpose());
        gw1 = d1.mult(x.transpose());
        gb1 = d1.mult(ones(inputs.length).transpose());
    }

    void train(double[][] inputs, double[][] targets, double rate) {
        backward(inputs, targets);
        w1 = w1.minus(gw1.scale(rate));
        b1 = b1.minus(gb1.scale(rate));
        w2 = w2.minus(gw2.scale(rate));
        b2 = b2.minus(gb2.scale(rate));
    }

    /** The bug: minus returns a new matrix, and nobody keeps it. */
    static class ResultIgnored extends SimpleMatrixNetwork {
        ResultIgnored(long seed) {
            super(seed);
        }

        @Override
        @SuppressWarnings({"CheckReturnValue", "ReturnValueIgnored"}) // the bug
        void train(double[][] inputs, double[][] targets, double rate) {
            backward(inputs, targets);
            w1.minus(gw1.scale(rate));
            b1.minus(gb1.scale(rate));
            w2.minus(gw2.scale(rate));
            b2.minus(gb2.scale(rate));
        }
    }

    static Model wrap(SimpleMatrixNetwork net) {
        return Model.named("simple matrices")
                .weights("hidden/W", Storage.supplied(() -> Storage.of(net.w1.getDDRM())))
                .biases("hidden/b", Storage.supplied(() -> Storage.of(net.b1.getDDRM())))
                .weights("output/W", Storage.supplied(() -> Storage.of(net.w2.getDDRM())))
                .biases("output/b", Storage.supplied(() -> Storage.of(net.b2.getDDRM())))
                .trainStep(batch -> net.train(batch.inputs(), batch.targets(), 0.2))
                .predict(net::predict)
                .architecture(Architecture.inputs(2).tanh(10).identity(1).halfSquaredError())
                .build();
    }

    static Gradient gradient(SimpleMatrixNetwork net, double[][] inputs, double[][] targets) {
        net.backward(inputs, targets);
        return Gradient.of("hidden/W", Storage.of(net.gw1.getDDRM()))
                .and("hidden/b", Storage.of(net.gb1.getDDRM()))
                .and("output/W", Storage.of(net.gw2.getDDRM()))
                .and("output/b", Storage.of(net.gb2.getDDRM()));
    }
}
