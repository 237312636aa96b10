/** Simple questions to a program that need no derivative: the same thing asked in two ways, or with one thing changed. */
@NullMarked
package io.github.backcheck.probe;

import org.jspecify.annotations.NullMarked;
