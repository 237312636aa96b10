package io.github.backcheck.gradient;

/**
 * The two gradients of one parameter as vectors, over the entries checked.
 *
 * @param analytic Euclidean norm of the analytic gradient
 * @param numeric Euclidean norm of the numeric gradient
 * @param cosine of the angle between them: above 0, a small step along the analytic gradient still goes down; NaN where one
 *     of them is 0
 * @param relativeError ‖analytic − numeric‖ / max(‖analytic‖, ‖numeric‖), 0 where both are 0
 */
public record Magnitudes(double analytic, double numeric, double cosine, double relativeError) {}
