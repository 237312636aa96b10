/**
 * Finds out why a multi-layer perceptron does not learn: which layer, which parameter and which step of backpropagation
 * or of the update is wrong, with the evidence; or that nothing is wrong, and why it only looks wrong.
 *
 * <h2>Words</h2>
 *
 * <p>Each of these words has one meaning in the whole toolkit: in names, in documentation and in what is printed.
 *
 * <table>
 *   <caption>The vocabulary of Backcheck</caption>
 *   <thead>
 *     <tr><th scope="col">Word</th><th scope="col">Meaning</th><th scope="col">Not called</th></tr>
 *   </thead>
 *   <tbody>
 *     <tr>
 *       <th scope="row">pre-activation {@code z}</th>
 *       <td>what a layer computes before its nonlinearity: {@code z = W a_prev + b}, where {@code a_prev} is the
 *           activation of the layer below</td>
 *       <td>net input, sum</td>
 *     </tr>
 *     <tr>
 *       <th scope="row">activation {@code a}</th>
 *       <td>what a layer hands on after its nonlinearity: {@code a = f(z)}</td>
 *       <td></td>
 *     </tr>
 *     <tr>
 *       <th scope="row">delta {@code δ}</th>
 *       <td>the derivative of the loss by a layer's pre-activation, {@code ∂L/∂z}</td>
 *       <td>error</td>
 *     </tr>
 *     <tr>
 *       <th scope="row">gradient</th>
 *       <td>{@code +∂L/∂θ}: always the direction in which the loss grows, and averaged or summed over the batch exactly
 *           as the loss is</td>
 *       <td>(its negative)</td>
 *     </tr>
 *     <tr>
 *       <th scope="row">analytic, numeric</th>
 *       <td>a derivative as backpropagation reports it, and as finite differences measure it; neither is taken for
 *           granted</td>
 *       <td>actual, expected</td>
 *     </tr>
 *     <tr>
 *       <th scope="row">step size {@code h}</th>
 *       <td>how far a finite difference moves a value</td>
 *       <td>epsilon</td>
 *     </tr>
 *     <tr>
 *       <th scope="row">uncertainty</th>
 *       <td>half the width of the interval around a numeric derivative that contains the true one</td>
 *       <td>tolerance</td>
 *     </tr>
 *     <tr>
 *       <th scope="row">kink</th>
 *       <td>a point within the finite-difference step at which an activation function has no derivative</td>
 *       <td></td>
 *     </tr>
 *     <tr>
 *       <th scope="row">weight change</th>
 *       <td>the norm of what an update added to a parameter, {@code ‖Δθ‖}</td>
 *       <td>delta</td>
 *     </tr>
 *     <tr>
 *       <th scope="row">change ratio</th>
 *       <td>the weight change as a share of the parameter's own norm, {@code ‖Δθ‖ / ‖θ‖}</td>
 *       <td>delta</td>
 *     </tr>
 *     <tr>
 *       <th scope="row">dead unit</th>
 *       <td>a unit whose activation is the same for every sample of the data</td>
 *       <td></td>
 *     </tr>
 *     <tr>
 *       <th scope="row">saturated unit</th>
 *       <td>a unit whose derivative {@code f′(z)} is close to zero, measured against the largest value that {@code f′}
 *           takes</td>
 *       <td></td>
 *     </tr>
 *     <tr>
 *       <th scope="row">live input</th>
 *       <td>an input feature that takes more than one value in the data</td>
 *       <td></td>
 *     </tr>
 *     <tr>
 *       <th scope="row">defect</th>
 *       <td>one named way in which a step of the forward pass, the backward pass or the update goes wrong</td>
 *       <td></td>
 *     </tr>
 *     <tr>
 *       <th scope="row">finding</th>
 *       <td>one statement of a diagnosis: what is the matter, where, on what evidence, and what to do about it</td>
 *       <td></td>
 *     </tr>
 *   </tbody>
 * </table>
 *
 * <h2>Shapes</h2>
 *
 * <p>In the whole public interface a batch has one sample per row ({@code samples x features}), weights are {@code out x
 * in} (row {@code i} holds what unit {@code i} receives) and biases have length {@code out}. Numbers are {@code double}s.
 * Networks that store their parameters in other layouts or as {@code float}s keep them: the adapters of {@code
 * io.github.backcheck.model} take the layout in the call that names the parameter.
 */
@NullMarked
package io.github.backcheck;

import org.jspecify.annotations.NullMarked;
