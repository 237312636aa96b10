package io.github.backcheck.diagnosis.campaign;

import java.util.List;

/** Three programs with their layer sizes, in which a fault is put. Stand-ins where a program cannot have the fault. */
@SuppressWarnings("ImmutableEnumChecker") // a list that cannot be changed
enum Bench {
    ALL(sigmoid(64, 30, 10), relu(64, 32, 10), tanh(64, 24, 16, 10)),
    /** Layers of one shape, where the arrays of one layer can be taken for those of another. */
    EQUAL_LAYERS(sigmoid(64, 16, 16, 16, 10), relu(64, 24, 24, 24, 10), tanh(64, 20, 20, 20, 10)),
    /** The first hidden layer has as many units as there are inputs. */
    WIDE(sigmoid(64, 64, 10), relu(64, 64, 10), tanh(64, 64, 16, 10)),
    /** As many hidden units as outputs, so that the weights between are square. */
    SQUARE_HEAD(sigmoid(64, 10, 10), relu(64, 20, 10, 10), tanh(64, 24, 10, 10)),
    TOO_FEW_UNITS(sigmoid(64, 1, 10), relu(64, 2, 10), tanh(64, 1, 16, 10)),
    ONE_OUTPUT(sigmoid(64, 30, 1), relu(64, 32, 1), tanh(64, 24, 16, 1)),
    /** The program of sigmoids has no softmax, whose deltas have a sum of 0. */
    SOFTMAX(relu(64, 32, 10), tanh(64, 24, 16, 10), relu(64, 40, 20, 10)),
    /** What is wrong only where there is a ReLU. */
    RELU(relu(64, 32, 10), relu(64, 40, 10), relu(64, 32, 16, 10)),
    /** What cannot be seen in a ReLU, and does no harm there. */
    SMOOTH(sigmoid(64, 30, 10), tanh(64, 24, 16, 10), sigmoid(64, 40, 20, 10)),
    /** Only the program of tanh has Adam. */
    ADAM(tanh(64, 24, 16, 10), tanh(64, 30, 10), tanh(64, 32, 24, 16, 10)),
    /** The program of tanh adds its penalty to its step and not to its loss, and has no dropout. */
    SEPARATE_GRADIENT(sigmoid(64, 30, 10), relu(64, 32, 10), relu(64, 40, 20, 10)),
    /** Deep enough that gradients of sigmoids vanish. */
    DEEP_SIGMOIDS(
            sigmoid(64, 20, 20, 20, 20, 20, 10),
            sigmoid(64, 30, 30, 30, 30, 30, 10),
            sigmoid(64, 16, 16, 16, 16, 16, 16, 10));

    private final List<Place> places;

    Bench(Place... places) {
        this.places = List.of(places);
    }

    /** A program and its layer sizes, inputs first. */
    record Place(Author author, List<Integer> sizes) {
        @Override
        public String toString() {
            return author + " "
                    + String.join("-", sizes.stream().map(String::valueOf).toList());
        }
    }

    private static Place sigmoid(Integer... sizes) {
        return new Place(Author.SIGMOID, List.of(sizes));
    }

    private static Place relu(Integer... sizes) {
        return new Place(Author.RELU, List.of(sizes));
    }

    private static Place tanh(Integer... sizes) {
        return new Place(Author.TANH, List.of(sizes));
    }

    List<Place> places() {
        return places;
    }
}
