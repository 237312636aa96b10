/** Which step of the forward pass, of the backward pass or of the update is wrong, by replaying the reference network with and without defects. */
@NullMarked
package io.github.backcheck.audit;

import org.jspecify.annotations.NullMarked;
