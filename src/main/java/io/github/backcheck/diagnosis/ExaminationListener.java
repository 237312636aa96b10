package io.github.backcheck.diagnosis;

/**
 * Is told how far an examination is.
 *
 * <pre>{@code
 * Examination.of(model).data(digits).listener(stage -> System.err.println("looking at " + stage)).run();
 * }</pre>
 */
@FunctionalInterface
public interface ExaminationListener {

    /**
     * Called before a stage. Stages that have nothing to look at are announced, too, so that there are always as many calls as
     * there are stages.
     *
     * @param stage what comes next
     */
    void begins(Stage stage);
}
