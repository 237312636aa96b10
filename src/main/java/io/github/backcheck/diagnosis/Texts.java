package io.github.backcheck.diagnosis;

import java.util.List;

/** How names are put into a sentence. */
final class Texts {

    private Texts() {}

    /** As in {@code hidden/W}, {@code hidden/W and hidden/b}, {@code a, b and c}. */
    static String joined(List<String> names) {
        int last = names.size() - 1;
        return last < 1
                ? String.join("", names)
                : String.join(", ", names.subList(0, last)) + " and " + names.get(last);
    }

    /** With a capital first letter. */
    static String capitalised(String text) {
        return text.isEmpty() ? text : Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }
}
