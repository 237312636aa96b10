/** Short trainings of the program itself with one thing changed, each undone. */
@NullMarked
package io.github.backcheck.trial;

import org.jspecify.annotations.NullMarked;
