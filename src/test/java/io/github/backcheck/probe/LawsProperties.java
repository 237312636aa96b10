package io.github.backcheck.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.backcheck.mlp.Optimiser;
import io.github.backcheck.model.Activation;
import io.github.backcheck.model.Loss;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.Reduction;
import io.github.backcheck.testing.jqwik.NetworkArbitraries;
import io.github.backcheck.testing.jqwik.NetworkCase;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The reference network breaks no law, whatever it is made of. */
class LawsProperties {

    @Property(tries = 300)
    void referenceNetworksAreLawful(@ForAll("networks") NetworkCase network) {
        Model model = network.network().asModel("reference", Optimiser.sgd(0.1));
        LawsReport report = Laws.of(model).on(network.batch()).run();
        assertThat(report.broken()).as("%s", report).isEmpty();
        assertThat(report.checks()).isNotEmpty();
    }

    @Provide
    Arbitrary<NetworkCase> networks() {
        return NetworkArbitraries.usual()
                .activations(
                        Activation.IDENTITY,
                        Activation.TANH,
                        Activation.SIGMOID,
                        Activation.RELU,
                        Activation.LEAKY_RELU,
                        Activation.ELU,
                        Activation.SOFTPLUS)
                .losses(Loss.values())
                .reductions(Reduction.MEAN, Reduction.SUM)
                .penalties(0, 0.1)
                .networks();
    }
}
