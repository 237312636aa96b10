/** Training programs as people write them, with the faults that people make, and what an examination says of them. */
@NullMarked
package io.github.backcheck.diagnosis.campaign;

import org.jspecify.annotations.NullMarked;
