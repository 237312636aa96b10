package io.github.backcheck.model;

/** A program that lets somebody look on while it updates its parameters. */
@FunctionalInterface
public interface UpdateSource {

    /**
     * From now on tells a watcher of every update of a parameter, and the one that was told so far no more.
     *
     * @param parameter the parameter's name
     * @param watcher is called while the parameter is updated
     * @throws IllegalArgumentException if no parameter has that name
     */
    void watch(String parameter, UpdateWatcher watcher);
}
