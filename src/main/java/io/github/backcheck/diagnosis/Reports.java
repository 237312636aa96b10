package io.github.backcheck.diagnosis;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What stages came to, each report found by its type. A stage that was left out, or that had nothing to look at, left none.
 *
 * <pre>{@code
 * reports.find(MixingReport.class).filter(mixing -> mixing.judgement().isNoticed())
 * }</pre>
 *
 * <p>Immutable.
 */
public final class Reports {

    private final Map<Class<?>, Object> byType;

    private Reports(Map<Class<?>, Object> byType) {
        this.byType = byType;
    }

    static Reports none() {
        return new Reports(Map.of());
    }

    /** The same with one more, in place of another of its type. */
    Reports with(Object report) {
        Map<Class<?>, Object> all = new LinkedHashMap<>(byType);
        all.put(report.getClass(), Objects.requireNonNull(report, "the report is null"));
        return new Reports(all);
    }

    /**
     * The report of a type.
     *
     * @param type of the report
     * @param <T> of the report
     * @return empty if no stage left one
     */
    public <T> Optional<T> find(Class<T> type) {
        return Optional.ofNullable(byType.get(type)).map(type::cast);
    }

    /** The types of the reports. */
    @Override
    public String toString() {
        return byType.keySet().stream().map(Class::getSimpleName).toList().toString();
    }
}
