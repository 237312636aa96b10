package io.github.backcheck.audit;

import java.util.OptionalDouble;

/**
 * What is known about the update before it is looked at.
 *
 * @param rate the learning rate that the program was configured with
 * @param decay the weight decay λ that it was configured with
 * @param l2 λ of the penalty that the gradient contains, 0 if it contains none or is not known to
 * @param batch number of samples in a step
 */
record Expected(OptionalDouble rate, OptionalDouble decay, double l2, int batch) {}
