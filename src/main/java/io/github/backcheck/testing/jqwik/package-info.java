/**
 * Arbitraries for jqwik: networks with data that fit them, which shrink to the smallest network that still fails. Needs
 * {@code net.jqwik:jqwik} on the class path of the tests; nothing else in this library does.
 */
@NullMarked
package io.github.backcheck.testing.jqwik;

import org.jspecify.annotations.NullMarked;
