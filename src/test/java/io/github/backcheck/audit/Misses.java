package io.github.backcheck.audit;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What went wrong, and what it takes to see it again: grouped, the largest group first. */
final class Misses {

    private final Map<String, List<String>> texts = new TreeMap<>();

    void add(String group, String text) {
        texts.computeIfAbsent(group, any -> new ArrayList<>()).add(text);
    }

    int count() {
        return texts.values().stream().mapToInt(Collection::size).sum();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        texts.entrySet().stream()
                .sorted(Comparator.comparingInt(entry -> -entry.getValue().size()))
                .forEach(entry -> {
                    text.append(String.format(
                            Locale.ROOT, "%6d  %s%n", entry.getValue().size(), entry.getKey()));
                    entry.getValue()
                            .forEach(
                                    one -> text.append("          ").append(one).append('\n'));
                });
        return text.toString();
    }
}
