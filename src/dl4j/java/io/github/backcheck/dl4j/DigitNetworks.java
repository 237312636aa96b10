package io.github.backcheck.dl4j;

import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Gradient;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.Storage;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** A network of Deeplearning4j that reads digits of 8 x 8 pixels, and the lines that wrap it. */
final class DigitNetworks {

    private DigitNetworks() {}

    static MultiLayerNetwork network(DataType type, double learningRate, long seed) {
        MultiLayerNetwork net = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(seed)
                .dataType(type)
                .updater(new Sgd(learningRate))
                .weightInit(WeightInit.XAVIER)
                .list()
                .layer(new DenseLayer.Builder()
                        .nIn(64)
                        .nOut(16)
                        .activation(Activation.TANH)
                        .build())
                .layer(new OutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
                        .nIn(16)
                        .nOut(10)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
        net.init();
        return net;
    }

    /** A live view: what {@code getParam} hands out is a part of the network's own vector. Kept in x out. */
    static Storage weights(INDArray w) {
        int units = w.columns();
        int inputs = w.rows();
        return Storage.entries(units, inputs, (i, j) -> w.getDouble((long) j, i), (i, j, v) -> w.putScalar(j, i, v));
    }

    /** A vector of rank 1, which takes one index: given two, it would answer with its first entry. */
    static Storage biases(INDArray b) {
        return Storage.entries((int) b.length(), 1, (i, j) -> b.getDouble(i), (i, j, v) -> b.putScalar(i, v));
    }

    static Model wrap(MultiLayerNetwork net) {
        List<Integer> layers = List.of(0, 1);
        return Model.named("deeplearning4j")
                .layers(layers, l -> weights(net.getParam(l + "_W")), l -> biases(net.getParam(l + "_b")))
                .loss(batch -> net.score(new DataSet(Nd4j.create(batch.inputs()), Nd4j.create(batch.targets()))))
                .gradient(batch -> {
                    net.setInput(Nd4j.create(batch.inputs()));
                    net.setLabels(Nd4j.create(batch.targets()));
                    net.computeGradientAndScore();
                    net.gradient().gradient().divi(batch.size()); // a sum over the batch; the score is a mean
                    var g = net.gradient().gradientForVariable();
                    return Gradient.layers(layers, l -> weights(g.get(l + "_W")), l -> biases(g.get(l + "_b")));
                })
                .trainStep(batch -> net.fit(Nd4j.create(batch.inputs()), Nd4j.create(batch.targets())))
                .predict(inputs -> net.output(Nd4j.create(inputs)).toDoubleMatrix())
                .architecture(Architecture.inputs(64).tanh(16).softmax(10).softmaxCrossEntropy())
                .build();
    }

    /** A graph of one input and one output, with a penalty on its weights. */
    static ComputationGraph graph(double l2) {
        ComputationGraph graph = new ComputationGraph(new NeuralNetConfiguration.Builder()
                .seed(1)
                .dataType(DataType.DOUBLE)
                .updater(new Adam(0.01))
                .l2(l2)
                .graphBuilder()
                .addInputs("pixels")
                .addLayer(
                        "hidden",
                        new DenseLayer.Builder()
                                .nIn(64)
                                .nOut(16)
                                .activation(Activation.TANH)
                                .build(),
                        "pixels")
                .addLayer(
                        "digit",
                        new OutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
                                .nIn(16)
                                .nOut(10)
                                .activation(Activation.SOFTMAX)
                                .build(),
                        "hidden")
                .setOutputs("digit")
                .build());
        graph.init();
        return graph;
    }

    static Model wrap(ComputationGraph graph, double l2) {
        List<String> layers = List.of("hidden", "digit");
        return Model.named("graph")
                .layers(layers, l -> weights(graph.getParam(l + "_W")), l -> biases(graph.getParam(l + "_b")))
                .gradient(batch -> {
                    graph.setInputs(Nd4j.create(batch.inputs()));
                    graph.setLabels(Nd4j.create(batch.targets()));
                    graph.computeGradientAndScore();
                    graph.gradient().gradient().divi(batch.size());
                    var g = graph.gradient().gradientForVariable();
                    layers.forEach(
                            l -> g.get(l + "_W").addi(graph.getParam(l + "_W").mul(l2))); // the updater's part
                    return Gradient.layers(layers, l -> weights(g.get(l + "_W")), l -> biases(g.get(l + "_b")));
                })
                .loss(batch -> graph.score(new DataSet(Nd4j.create(batch.inputs()), Nd4j.create(batch.targets()))))
                .predict(inputs -> graph.outputSingle(Nd4j.create(inputs)).toDoubleMatrix())
                .architecture(Architecture.inputs(64)
                        .tanh(16)
                        .softmax(10)
                        .softmaxCrossEntropy()
                        .l2(l2))
                .build();
    }

    /** Wrapped in error: what {@code gradient()} returns is a sum over the batch, and nobody divides it. */
    static Model wrapWithoutDivision(MultiLayerNetwork net) {
        List<Integer> layers = List.of(0, 1);
        return Model.named("deeplearning4j, gradient not divided")
                .layers(layers, l -> weights(net.getParam(l + "_W")), l -> biases(net.getParam(l + "_b")))
                .gradient(batch -> {
                    net.setInput(Nd4j.create(batch.inputs()));
                    net.setLabels(Nd4j.create(batch.targets()));
                    net.computeGradientAndScore();
                    var g = net.gradient().gradientForVariable();
                    return Gradient.layers(layers, l -> weights(g.get(l + "_W")), l -> biases(g.get(l + "_b")));
                })
                .predict(inputs -> net.output(Nd4j.create(inputs)).toDoubleMatrix())
                .architecture(Architecture.inputs(64).tanh(16).softmax(10).softmaxCrossEntropy())
                .build();
    }

    /** With Deeplearning4j's default type, and its gradient read off its steps. */
    static Model wrapFloats(MultiLayerNetwork net) {
        return Model.named("deeplearning4j in floats")
                .layers(
                        List.of(0, 1),
                        l -> weights(net.getParam(l + "_W")).singlePrecision(),
                        l -> biases(net.getParam(l + "_b")).singlePrecision())
                .trainStep(batch -> net.fit(Nd4j.create(batch.inputs()), Nd4j.create(batch.targets())))
                .predict(inputs -> net.output(Nd4j.create(inputs)).toDoubleMatrix())
                .architecture(Architecture.inputs(64).tanh(16).softmax(10).softmaxCrossEntropy())
                .build();
    }
}
