package io.github.backcheck.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.Storage;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class StreamingProperties {

    @Property(tries = 50)
    void whereADataSetIsCutDoesNotMatter(@ForAll @IntRange(min = 1, max = 29) int cut) {
        Model model = new TinyNetwork(3, 4, 2).model();
        Batch data = TinyNetwork.data(30, 3);

        UnitHealthReport cutOnce = UnitHealthDetector.of(model)
                .add(data.slice(0, cut))
                .add(data.slice(cut, 30))
                .report();

        assertThat(cutOnce).isEqualTo(UnitHealthDetector.of(model).add(data).report());
    }

    @Property(tries = 200)
    void anEntryIsUntouchedExactlyWhenItsBitsStayed(
            @ForAll @Size(6) List<@DoubleRange(min = -1, max = 1) Double> before,
            @ForAll @Size(6) List<@DoubleRange(min = -1, max = 1) Double> after) {
        double[] live = values(before);
        Model model = Model.named("flat")
                .weights("out/W", Storage.flat(live, 0, 2, 3))
                .loss(batch -> 0)
                .build();
        WeightChangeTracker tracker = WeightChangeTracker.of(model);
        System.arraycopy(values(after), 0, live, 0, live.length);
        tracker.record();
        int same = 0;
        for (int i = 0; i < live.length; i++) {
            same += Double.doubleToRawLongBits(before.get(i)) == Double.doubleToRawLongBits(after.get(i)) ? 1 : 0;
        }

        ParameterChange change = tracker.report().find("out/W").orElseThrow();
        assertThat(change.untouched().entries()).isEqualTo(same);
        assertThat(change.neverChanged()).isEqualTo(same == live.length);
        assertThat(live).as("watching changed nothing").isEqualTo(values(after));
    }

    private static double[] values(List<Double> numbers) {
        return numbers.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
