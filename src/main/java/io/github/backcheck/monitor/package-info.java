/** Reduces a training run to numbers: what the weights did, which units are alive, and what the network predicts. */
@NullMarked
package io.github.backcheck.monitor;

import org.jspecify.annotations.NullMarked;
