package io.github.backcheck.model;

/** Somebody's network threw, or answered with something that cannot be used. The message says which call, on what, and what was expected. */
public final class ModelException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ModelException(String message) {
        super(message);
    }

    ModelException(String message, Throwable cause) {
        super(message, cause);
    }
}
