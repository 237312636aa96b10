package io.github.backcheck.audit;

import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.Parameter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Lets a program take training steps from chosen parameters, and writes all of them down. A program's own memory cannot be put
 * back, so the order matters: the list holds every step since the audit began.
 */
final class StepTaker {

    /** Relative to the typical size of a parameter's entries. */
    private static final double SLIGHTLY = 0.3;

    private final Model model;
    private final List<TakenStep> taken = new ArrayList<>();

    StepTaker(Model model) {
        this.model = model;
    }

    /** The program's parameters now, one array each. */
    double[][] present() {
        return model.parameters().stream().map(Parameter::values).toArray(double[][]::new);
    }

    /** Writes parameters into the program. */
    void assign(double[][] values) {
        for (int p = 0; p < values.length; p++) {
            model.parameters().get(p).assign(values[p]);
        }
    }

    /** One step from where the program is. */
    void step(Batch batch) {
        double[][] before = present();
        model.trainStep(batch);
        taken.add(new TakenStep(batch, before, present()));
    }

    /** One step from chosen parameters. */
    void stepFrom(double[][] start, Batch batch) {
        assign(start);
        step(batch);
    }

    List<TakenStep> taken() {
        return Collections.unmodifiableList(taken);
    }

    /**
     * The sequence that tells updates apart: the same batch twice and others between from the same parameters, so that a memory
     * of earlier batches shows; other parameters, so that what depends on them shows; then steps as in training.
     */
    void takeAll(List<Batch> batches, Random random) {
        double[][] start = present();
        Batch one = batches.get(0);
        Batch two = batches.get(1);
        Batch three = batches.get(2);
        for (Batch batch : List.of(one, one, two, one, three, three)) {
            stepFrom(start, batch);
        }
        double[][] near = moved(start, random);
        stepFrom(near, two);
        stepFrom(near, one);
        stepFrom(moved(start, random), three);
        stepFrom(start, one);
        for (Batch batch : List.of(two, three, one, two)) {
            step(batch);
        }
        stepFrom(start, one);
        assign(start);
    }

    private static double[][] moved(double[][] start, Random random) {
        double[][] moved = new double[start.length][];
        for (int p = 0; p < start.length; p++) {
            double scale = SLIGHTLY * typicalSize(start[p]);
            moved[p] = start[p].clone();
            for (int i = 0; i < moved[p].length; i++) {
                moved[p][i] += scale * random.nextGaussian();
            }
        }
        return moved;
    }

    /** Root of the mean square; 0.1 for biases that all start at 0. */
    static double typicalSize(double[] values) {
        double squares = 0;
        for (double value : values) {
            squares += value * value;
        }
        double size = Math.sqrt(squares / values.length);
        return size > 0 ? size : 0.1;
    }
}
