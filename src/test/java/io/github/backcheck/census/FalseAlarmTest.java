package io.github.backcheck.census;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class FalseAlarmTest {

    /** Three of each kind; {@link FalseAlarmTally} takes as many as one likes. */
    private static final int SETS = 3 * HealthyData.KINDS;

    @Test
    void healthyDataRaiseNoAlarm() {
        assertThat(LongStream.range(0, SETS).boxed().flatMap(seed -> FalseAlarmTally.alarms(seed).stream()))
                .isEmpty();
    }

    @Test
    void whatHealthyDataMayBeToldIsTold() {
        assertThat(Alarms.of(DataCensus.of(HealthyData.draw(0).data()))).containsExactly("LARGE");
        assertThat(Alarms.of(DataCensus.of(HealthyData.draw(4).data()))).containsExactly("grouped");
        assertThat(Alarms.of(DataCensus.of(HealthyData.draw(14).data()))).containsExactly("repeated");
        assertThat(Alarms.of(DataCensus.of(HealthyData.draw(15).data()))).containsExactly("unrelated");
    }
}
