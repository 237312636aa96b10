package io.github.backcheck.defect;

import static io.github.backcheck.defect.Fits.AS_MANY_UNITS_AS_INPUTS;
import static io.github.backcheck.defect.Fits.SEVERAL_INPUTS;
import static io.github.backcheck.defect.Fits.SEVERAL_UNITS;
import static io.github.backcheck.defect.Fits.SQUARE;
import static io.github.backcheck.defect.Fits.not;
import static io.github.backcheck.defect.WrongUpdates.factor;
import static io.github.backcheck.defect.WrongUpdates.gradient;

import io.github.backcheck.mlp.UpdateState;
import io.github.backcheck.model.Parameter.Role;
import java.util.List;
import org.ejml.dense.row.CommonOps_DDRM;

/** Defects of which entries are written: some are left out, or move as others should. */
final class UpdatePlaceDefects {

    private UpdatePlaceDefects() {}

    static List<Defect> all() {
        return List.of(
                defect(
                        "biases-frozen",
                        factor((intended, state, row, column) -> state.role() == Role.BIASES ? 0 : 1),
                        new Words(
                                "the biases are never updated",
                                "The line for them is missing, or changes a copy. Units can turn their boundary but not shift"
                                        + " it.",
                                "w[i][j] -= eta * dW[i][j];",
                                "w[i][j] -= eta * dW[i][j]; ... b[i] -= eta * db[i];")),
                defect(
                                "biases-tied",
                                gradient((given, parameter, state) -> {
                                    if (state.role() == Role.BIASES) {
                                        CommonOps_DDRM.fill(
                                                given, CommonOps_DDRM.elementSum(given) / given.getNumElements());
                                    }
                                }),
                                new Words(
                                        "all biases of the layer are moved by the same amount, the mean over its units",
                                        "The gradient was averaged over units instead of samples, or the layer keeps one bias for"
                                                + " all. Units cannot be shifted one by one.",
                                        "double db = mean(delta); for (int i = 0; i < b.length; i++) { b[i] -= eta * db; }",
                                        "for (int i = 0; i < b.length; i++) { b[i] -= eta * db[i]; }"))
                        .where(SEVERAL_UNITS),
                defect(
                        "biases-other-rate",
                        factor((intended, state, row, column) -> state.role() == Role.BIASES ? 0.3 : 1),
                        new Words(
                                "the biases have another learning rate than the weights",
                                "It may be meant; if it is not, a factor stands in one of the two lines only.",
                                "w[i][j] -= eta * dW[i][j]; ... b[i] -= 0.3 * eta * db[i];",
                                "w[i][j] -= eta * dW[i][j]; ... b[i] -= eta * db[i];")),
                defect(
                        "weights-other-rate",
                        factor((intended, state, row, column) -> state.role() == Role.WEIGHTS ? 0.3 : 1),
                        new Words(
                                "the weights have another learning rate than the biases",
                                "It may be meant; if it is not, a factor stands in one of the two lines only.",
                                "w[i][j] -= 0.3 * eta * dW[i][j]; ... b[i] -= eta * db[i];",
                                "w[i][j] -= eta * dW[i][j]; ... b[i] -= eta * db[i];")),
                defect(
                                "first-row-not-written",
                                factor((intended, state, row, column) -> row == 0 ? 0 : 1),
                                new Words(
                                        "the first row is never written, the first unit does not learn",
                                        "The loop over the units starts at 1.",
                                        "for (int i = 1; i < w.length; i++)",
                                        "for (int i = 0; i < w.length; i++)"))
                        .where(SEVERAL_UNITS),
                defect(
                                "last-row-not-written",
                                factor((intended, state, row, column) -> row == rows(state) - 1 ? 0 : 1),
                                new Words(
                                        "the last row is never written, the last unit does not learn",
                                        "The loop over the units ends one too early.",
                                        "for (int i = 0; i < w.length - 1; i++)",
                                        "for (int i = 0; i < w.length; i++)"))
                        .where(SEVERAL_UNITS),
                defect(
                                "first-column-not-written",
                                factor((intended, state, row, column) ->
                                        state.role() == Role.WEIGHTS && column == 0 ? 0 : 1),
                                new Words(
                                        "the first column is never written, the first input has no trained weight",
                                        "The loop over the inputs starts at 1, as it does where column 0 holds the bias.",
                                        "for (int j = 1; j < w[i].length; j++)",
                                        "for (int j = 0; j < w[i].length; j++)"))
                        .where(SEVERAL_INPUTS),
                defect(
                                "last-column-not-written",
                                factor((intended, state, row, column) ->
                                        state.role() == Role.WEIGHTS && column == columns(state) - 1 ? 0 : 1),
                                new Words(
                                        "the last column is never written, the last input has no trained weight",
                                        "The loop over the inputs ends one too early, as it does where the last column holds the"
                                                + " bias.",
                                        "for (int j = 0; j < w[i].length - 1; j++)",
                                        "for (int j = 0; j < w[i].length; j++)"))
                        .where(SEVERAL_INPUTS),
                defect(
                                "only-a-block-written",
                                factor((intended, state, row, column) ->
                                        state.role() == Role.BIASES || Math.max(row, column) < shorterSide(state)
                                                ? 1
                                                : 0),
                                new Words(
                                        "only a block at the beginning of the matrix is written",
                                        "The loops run to the bounds of another matrix, or to the same bound in both"
                                                + " directions.",
                                        "for (int i = 0; i < n; i++) for (int j = 0; j < n; j++)",
                                        "for (int i = 0; i < w.length; i++) for (int j = 0; j < w[i].length; j++)"))
                        .where(not(AS_MANY_UNITS_AS_INPUTS).and(SEVERAL_UNITS).and(SEVERAL_INPUTS)),
                defect(
                                "update-transposed",
                                gradient((given, parameter, state) -> {
                                    if (state.role() == Role.WEIGHTS) {
                                        CommonOps_DDRM.transpose(given);
                                    }
                                }),
                                new Words(
                                        "the gradient is applied with rows and columns exchanged",
                                        "Weights are out x in and the gradient is in x out, or the indices are exchanged. In a"
                                                + " square matrix nothing complains.",
                                        "w[i][j] -= eta * dW[j][i];",
                                        "w[i][j] -= eta * dW[i][j];"))
                        .where(SQUARE));
    }

    private static Defect defect(String id, Change.WrongUpdate by, Words words) {
        return Defect.of(id, new Change.Update(by), words);
    }

    private static int rows(UpdateState state) {
        return state.memory(0).numRows;
    }

    private static int columns(UpdateState state) {
        return state.memory(0).numCols;
    }

    private static int shorterSide(UpdateState state) {
        return Math.min(rows(state), columns(state));
    }
}
