/** Diagnoses drawn for people: pure functions from findings to text. */
@NullMarked
package io.github.backcheck.report;

import org.jspecify.annotations.NullMarked;
