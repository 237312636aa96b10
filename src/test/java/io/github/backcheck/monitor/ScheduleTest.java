package io.github.backcheck.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ScheduleTest {

    @Test
    void includesEveryStepOrEveryNth() {
        assertThat(Schedule.everyStep().includes(1)).isTrue();
        assertThat(Schedule.everyStep().includes(2)).isTrue();
        assertThat(Schedule.every(3).includes(1)).isFalse();
        assertThat(Schedule.every(3).includes(2)).isFalse();
        assertThat(Schedule.every(3).includes(3)).isTrue();
        assertThat(Schedule.every(3).includes(6)).isTrue();
    }

    @Test
    void readsAsWords() {
        assertThat(Schedule.everyStep()).hasToString("every step");
        assertThat(Schedule.every(1000)).hasToString("every 1,000 steps");
    }

    @Test
    void rejectsZero() {
        assertThatThrownBy(() -> Schedule.every(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a schedule of every 0 steps: at least 1 was expected");
    }
}
