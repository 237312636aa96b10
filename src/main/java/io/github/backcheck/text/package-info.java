/** Outlines of plain text: what a result has to say, described once, and drawn by whichever medium asks for it. */
@NullMarked
package io.github.backcheck.text;

import org.jspecify.annotations.NullMarked;
