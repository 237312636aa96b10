package io.github.backcheck.gradient;

import io.github.backcheck.model.Parameter;

/** The numeric gradients of the samples of a batch, one by one. */
interface SampleGradients {

    /** How many there are, at least 1. */
    int samples();

    /**
     * The gradient of one sample's own loss, before samples are added up or averaged, and without penalty.
     *
     * @param sample from 0
     * @return a new array, row by row
     */
    double[] of(Parameter parameter, int sample);
}
