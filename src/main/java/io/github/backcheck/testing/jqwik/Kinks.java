package io.github.backcheck.testing.jqwik;

import io.github.backcheck.mlp.ForwardPass;
import io.github.backcheck.model.Elementwise;
import io.github.backcheck.model.Layer;

/** At the kink of an activation a loss has two slopes: neither a formula nor finite differences are wrong there. */
final class Kinks {

    /** Far more than the step of any finite difference moves a pre-activation of numbers up to 1. */
    private static final double MARGIN = 1e-3;

    private Kinks() {}

    /** Whether every unit of a network is away from its kink at every sample. */
    static boolean areAvoided(NetworkCase network) {
        if (network.architecture().layers().stream().noneMatch(Kinks::has)) {
            return true;
        }
        ForwardPass pass = network.network().forward(network.batch().inputMatrix());
        for (int layer = 0; layer < network.architecture().depth(); layer++) {
            if (network.architecture().layer(layer).activation() instanceof Elementwise f
                    && f.kink().isPresent()) {
                double kink = f.kink().getAsDouble();
                for (double z : pass.preActivations(layer).data) {
                    if (Math.abs(z - kink) < MARGIN) {
                        return false;
                    }
                }
            }
        }
        return true;
    }

    private static boolean has(Layer layer) {
        return layer.activation() instanceof Elementwise f && f.kink().isPresent();
    }
}
