/** From evidence by rules to findings: why a network does not learn, or that nothing is wrong with it. */
@NullMarked
package io.github.backcheck.diagnosis;

import org.jspecify.annotations.NullMarked;
