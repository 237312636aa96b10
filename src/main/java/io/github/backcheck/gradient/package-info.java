/** Finite differences of somebody's loss, each with its uncertainty, held against what their backpropagation says. */
@NullMarked
package io.github.backcheck.gradient;

import org.jspecify.annotations.NullMarked;
