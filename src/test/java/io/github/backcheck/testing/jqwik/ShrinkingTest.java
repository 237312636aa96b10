package io.github.backcheck.testing.jqwik;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What properties of {@link FailingOnPurpose} shrink to: the whole sample, to the last number. */
class ShrinkingTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            never                     | 1 -> 1 identity, half squared error, mean over the batch; W1 = {{0}}, b1 = {0}; inputs = {{0}}, targets = {{0}}
            noSecondHiddenUnit        | 1 -> 1 identity -> 2 identity -> 1 identity, half squared error, mean over the batch; W1 = {{0}}, b1 = {0}; W2 = {{0}, {0}}, b2 = {0, 0}; W3 = {{0, 0}}, b3 = {0}; inputs = {{0}}, targets = {{0}}
            noLargeWeightAbove        | 1 -> 1 identity -> 1 identity, half squared error, mean over the batch; W1 = {{0}}, b1 = {0}; W2 = {{1}}, b2 = {0}; inputs = {{0}}, targets = {{0}}
            noWeightNearMinusOneThird | 1 -> 1 identity, half squared error, mean over the batch; W1 = {{-0.3}}, b1 = {0}; inputs = {{0}}, targets = {{0}}
            noThirdClass              | 1 -> 3 softmax, softmax cross-entropy, mean over the batch; W1 = {{0}, {0}, {0}}, b1 = {0, 0, 0}; inputs = {{0}}, targets = {{0, 0, 1}}
            noReluWithThreeSamples    | 1 -> 1 ReLU, half squared error, mean over the batch; W1 = {{0}}, b1 = {1}; inputs = {{0}, {0}, {0}}, targets = {{0}, {0}, {0}}
            noPenalisedSum            | 2 -> 2 identity, half squared error, sum over the batch, L2 penalty 0.01; W1 = {{0, 0}, {0, 0}}, b1 = {0, 0}; inputs = {{0, 0}, {0, 0}}, targets = {{0, 0}, {0, 0}}
            """)
    void ofNetworks(String property, String smallest) {
        assertThat(PropertyRun.of(FailingOnPurpose.class, property).smallest("network"))
                .isEqualTo(smallest);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            noHiddenSigmoid       | architecture | 1 -> 1 sigmoid -> 1 identity, half squared error, mean over the batch
            noBatchOfTwoByTwo     | batch        | batch of 2: inputs 2 x 2, targets 2 x 1
            noClassFromTwoUp      | labels       | int[] [2]
            """)
    void ofParts(String property, String parameter, String smallest) {
        assertThat(PropertyRun.of(FailingOnPurpose.class, property).smallest(parameter))
                .isEqualTo(smallest);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            noLargeSum    | [[1.0], [1.0]][[1.0, 0.0, 0.0], [1.0, 0.0, 0.0]]
            noWeightOfOne | 1 -> 1 identity, half squared error, mean over the batch 1.0
            """)
    void ofWhatDoesNotPrintItsNumbers(String property, String smallest) {
        assertThat(PropertyRun.of(FailingOnPurpose.class, property).result().getThrowable())
                .get()
                .extracting(Throwable::getMessage)
                .isEqualTo(smallest);
    }

    @Test
    void ofDefects() {
        assertThat(PropertyRun.of(FailingOnPurpose.class, "noDefectInSecondLayer")
                        .smallest("broken"))
                .matches("[a-z0-9-]+ in layer 2 of 1 -> 1 \\S+ -> [12] .*");
        assertThat(PropertyRun.of(FailingOnPurpose.class, "noDefectIsSeen").smallest("broken"))
                .matches("[a-z0-9-]+ in layer [12] of [12] -> [12] .*");
    }
}
