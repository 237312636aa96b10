/**
 * What a network is to this toolkit: live parameters, a loss, and whatever else its owner can offer, with the shapes of
 * {@link io.github.backcheck} and errors that name what was wrong with them.
 */
@NullMarked
package io.github.backcheck.model;

import org.jspecify.annotations.NullMarked;
