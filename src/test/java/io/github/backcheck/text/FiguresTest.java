package io.github.backcheck.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every figure is asked for in a German locale, in which a careless format writes a decimal comma. */
class FiguresTest {

    private final Locale before = Locale.getDefault();

    @BeforeEach
    void speakGerman() {
        Locale.setDefault(Locale.GERMANY);
    }

    @AfterEach
    void speakAsBefore() {
        Locale.setDefault(before);
    }

    @ParameterizedTest
    @CsvSource({
        "8.6e-14, 9e-14",
        "8e-14, 8e-14",
        "9.01e-14, 1e-13",
        "0.0131, 0.02",
        "3, 3",
        "3.2, 4",
        "0, 0",
        "NaN, NaN",
        "Infinity, infinite"
    })
    void halfWidthsHaveOneDigitAndAreRoundedUp(double value, String figure) {
        assertThat(Figures.halfWidth(value)).isEqualTo(figure);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0.0, 0",
        "0.0123, 0.0123",
        "0.012345, 0.0123",
        "4.56e-9, 4.56e-09",
        "-4.56e-9, -4.56e-09",
        "1, 1",
        "-1.5, -1.5",
        "0.1, 0.1",
        "0.999, 0.999",
        "0.9994, 0.999",
        "0.9999, 1",
        "9.994, 9.99",
        "9.995, 10",
        "-9.995, -10",
        "99.95, 100",
        "100, 100",
        "123.456, 123",
        "999.5, 1000",
        "12345.6, 12346",
        "99951, 99951",
        "99999.4, 99999",
        "99999.7, 1.00e+05",
        "-99999.7, -1.00e+05",
        "100000, 1.00e+05",
        "123456789, 1.23e+08",
        "0.001, 0.001",
        "0.0009996, 0.001",
        "0.000999, 9.99e-04",
        "4.9e-324, 4.90e-324",
        "1.7976931348623157e308, 1.80e+308",
        "NaN, NaN",
        "Infinity, infinite",
        "-Infinity, -infinite"
    })
    void measuredValuesHaveThreeDigits(double value, String figure) {
        assertThat(Figures.of(value)).isEqualTo(figure);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "0.123456789, 0.123457",
        "0.9999999, 1",
        "9.999995, 10",
        "12345.67, 12345.7",
        "99999.7, 99999.7",
        "99999.97, 1.00000e+05",
        "0.00123456789, 0.00123457",
        "-1.23456789e-7, -1.23457e-07",
        "NaN, NaN",
        "-Infinity, -infinite"
    })
    void preciseValuesHaveSix(double value, String figure) {
        assertThat(Figures.precise(value)).isEqualTo(figure);
    }

    @Test
    void everyFigureIsWithinHalfAUnitOfItsLastDigitAndGrowsWithTheValue() {
        double previous = 0;
        int looked = 0;
        for (double value = 1e-7; value < 1e9; value *= 1.0173) {
            double read = Double.parseDouble(Figures.of(value));
            // Three digits: half a unit of the third is at most 0.5 % of the value.
            assertThat(Math.abs(read - value)).as("%s", value).isLessThanOrEqualTo(0.005 * value * (1 + 1e-12));
            assertThat(read).as("%s", value).isGreaterThanOrEqualTo(previous);
            previous = read;
            looked++;
        }
        assertThat(looked).isGreaterThan(2000);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"0|0", "999|999", "1000|1,000", "669706|669,706", "-1234567|-1,234,567"})
    void countsHaveSeparators(long number, String figure) {
        assertThat(Figures.count(number)).isEqualTo(figure);
    }

    @Test
    void countsOfThingsAreInThePlural() {
        assertThat(Figures.count(0, "unit")).isEqualTo("0 units");
        assertThat(Figures.count(1, "unit")).isEqualTo("1 unit");
        assertThat(Figures.count(3000, "unit")).isEqualTo("3,000 units");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 10, 0 %",
        "10, 10, 100 %",
        "980, 10000, 9.80 %",
        "1, 3, 33.3 %",
        "1, 100000, < 0.01 %",
        "1, 10000, 0.01 %",
        "9994, 10000, 99.9 %",
        "9996, 10000, 99.96 %",
        "9999, 10000, 99.99 %",
        "99999, 100000, > 99.99 %",
        "9223372036854775806, 9223372036854775807, > 99.99 %"
    })
    void onlyAllAndNothingReadAsSuch(long part, long whole, String figure) {
        assertThat(Figures.share(part, whole)).isEqualTo(figure);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0.00 %",
        "0.098, 9.80 %",
        "0.0999, 9.99 %",
        "0.09996, 10.0 %",
        "0.461, 46.1 %",
        "0.9994, 99.9 %",
        "0.9997, 99.97 %",
        "1, 100.0 %"
    })
    void percentagesHaveThreeDigits(double fraction, String figure) {
        assertThat(Figures.percent(fraction)).isEqualTo(figure);
    }

    @Test
    void aFractionThatIsNeitherNothingNorAllDoesNotReadSo() {
        assertThat(Figures.percent(2.57e-5)).isEqualTo("< 0.01 %");
        assertThat(Figures.percent(0)).isEqualTo("0.00 %");
        assertThat(Figures.percent(0.999999)).isEqualTo("> 99.99 %");
        assertThat(Figures.percent(1)).isEqualTo("100.0 %");
    }
}
