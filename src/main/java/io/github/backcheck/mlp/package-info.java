/**
 * The reference network: a plain multi-layer perceptron whose backward pass and update are named steps that can be
 * replaced, checked against another implementation and deterministic to the last bit.
 */
@NullMarked
package io.github.backcheck.mlp;

import org.jspecify.annotations.NullMarked;
