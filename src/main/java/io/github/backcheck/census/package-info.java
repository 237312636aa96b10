/** Looks at inputs and targets before anything is trained on them. */
@NullMarked
package io.github.backcheck.census;

import org.jspecify.annotations.NullMarked;
