package io.github.backcheck.gradient;

import io.github.backcheck.model.Activation;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An activation as a textbook has it.
 *
 * @param kind its name
 * @param parameter the slope of a leaky ReLU, the α of an ELU, otherwise of no meaning
 */
record PlainActivation(String kind, double parameter) {

    /** As in {@code ELU (alpha 0.5)}. */
    private static final Pattern CUSTOM = Pattern.compile("(.*) \\((?:slope|alpha) (.*)\\)");

    static PlainActivation of(Activation activation) {
        Matcher custom = CUSTOM.matcher(activation.name());
        return custom.matches()
                ? new PlainActivation(custom.group(1), Double.parseDouble(custom.group(2)))
                : new PlainActivation(activation.name(), activation.name().equals("leaky ReLU") ? 0.01 : 1);
    }

    double value(double z) {
        return switch (kind) {
            case "sigmoid" -> 1 / (1 + Math.exp(-z));
            case "tanh" -> Math.tanh(z);
            case "ReLU" -> Math.max(0, z);
            case "leaky ReLU" -> z > 0 ? z : parameter * z;
            case "ELU" -> z > 0 ? z : parameter * (Math.exp(z) - 1);
            case "softplus" -> z > 30 ? z : Math.log(1 + Math.exp(z));
            case "identity" -> z;
            default -> throw new IllegalArgumentException(kind);
        };
    }

    /** From the activation where textbooks do so. */
    double slope(double z, double a) {
        return switch (kind) {
            case "sigmoid" -> a * (1 - a);
            case "tanh" -> 1 - a * a;
            case "ReLU" -> z > 0 ? 1 : 0;
            case "leaky ReLU" -> z > 0 ? 1 : parameter;
            case "ELU" -> z > 0 ? 1 : a + parameter;
            case "softplus" -> 1 / (1 + Math.exp(-z));
            case "identity" -> 1;
            default -> throw new IllegalArgumentException(kind);
        };
    }
}
