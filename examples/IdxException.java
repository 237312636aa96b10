package io.github.backcheck.examples;

/** A file of images or labels cannot be read. The message says what was seen, where, and what was expected. */
public final class IdxException extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    IdxException(String message) {
        super(message);
    }

    IdxException(String message, Throwable cause) {
        super(message, cause);
    }
}
