/** Networks in test suites of JUnit 5: assertions, a contract, and a diagnosis for tests that fail. The only package that knows JUnit. */
@NullMarked
package io.github.backcheck.testing;

import org.jspecify.annotations.NullMarked;
