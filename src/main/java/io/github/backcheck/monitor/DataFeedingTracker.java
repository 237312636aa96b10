package io.github.backcheck.monitor;

import io.github.backcheck.model.Batch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Recognises the rows of a data set in the batches, by 64 bits of inputs and targets. Equal rows are one kind: an epoch is to
 * feed it as often as the data have it.
 */
final class DataFeedingTracker {

    private static final int EPOCHS = 64;

    private final int rows;
    private final int inputs;
    private final Map<Long, Integer> kinds = new HashMap<>();
    private final Set<Long> knownInputs = new HashSet<>();
    private final int[] kindOf;
    private final int[] inData;
    private final long[] fedOfKind;
    private final int[] fedInEpoch;
    private final Thinned<EpochFeeding> epochs = new Thinned<>(EPOCHS);
    private int epoch;
    private long fed;
    private long fedThisEpoch;
    private long otherTargets;
    private long unknown;

    DataFeedingTracker(Batch data) {
        this.rows = data.size();
        this.inputs = data.inputCount();
        this.kindOf = new int[rows];
        for (int row = 0; row < rows; row++) {
            long inputHash = RowHash.ofInputs(data, row);
            knownInputs.add(inputHash);
            int next = kinds.size();
            kindOf[row] = kinds.computeIfAbsent(both(inputHash, data, row), any -> next);
        }
        this.inData = new int[kinds.size()];
        for (int kind : kindOf) {
            inData[kind]++;
        }
        this.fedOfKind = new long[kinds.size()];
        this.fedInEpoch = new int[kinds.size()];
    }

    private static long both(long inputHash, Batch batch, int sample) {
        return 31 * inputHash + RowHash.ofTargets(batch, sample);
    }

    void add(Batch batch) {
        for (int sample = 0; sample < batch.size(); sample++) {
            long inputHash = RowHash.ofInputs(batch, sample);
            Integer kind = batch.inputCount() == inputs ? kinds.get(both(inputHash, batch, sample)) : null;
            if (kind != null) {
                fedOfKind[kind]++;
                fedInEpoch[kind]++;
            } else if (knownInputs.contains(inputHash)) {
                otherTargets++;
            } else {
                unknown++;
            }
        }
        fed += batch.size();
        fedThisEpoch += batch.size();
    }

    void epochEnded() {
        epoch++;
        int once = 0;
        long again = 0;
        for (int kind = 0; kind < inData.length; kind++) {
            once += Math.min(inData[kind], fedInEpoch[kind]);
            again += Math.max(0, fedInEpoch[kind] - inData[kind]);
        }
        epochs.add(new EpochFeeding(epoch, fedThisEpoch, once, again, rows));
        Arrays.fill(fedInEpoch, 0);
        fedThisEpoch = 0;
    }

    DataFeeding summary() {
        List<Integer> never = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            if (fedOfKind[kindOf[row]] == 0) {
                never.add(row);
            }
        }
        return new DataFeeding(rows, fed, never, otherTargets, unknown, epochs.items());
    }
}
