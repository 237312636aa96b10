/**
 * The catalogue of defects: ways in which a hand-written network is wrong, each a small replacement of one step of the
 * reference network, with the words that explain it. Used for naming bugs, and for injecting them.
 */
@NullMarked
package io.github.backcheck.defect;

import org.jspecify.annotations.NullMarked;
