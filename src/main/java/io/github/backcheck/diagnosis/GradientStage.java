package io.github.backcheck.diagnosis;

import io.github.backcheck.audit.ForwardAudit;
import io.github.backcheck.gradient.GradientCheck;
import io.github.backcheck.gradient.GradientReport;
import io.github.backcheck.gradient.GradientSource;
import io.github.backcheck.gradient.PointCheck;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Capability;
import io.github.backcheck.model.Model;

/** The stage that holds the gradient against finite differences, and the network against its architecture. */
final class GradientStage implements Runnable {

    private final Inquiry inquiry;
    private final FirstSteps firstSteps;
    private final Model model;
    private final Batch first;

    GradientStage(Inquiry inquiry, FirstSteps firstSteps) {
        this.inquiry = inquiry;
        this.firstSteps = firstSteps;
        this.model = inquiry.model();
        this.first = inquiry.first();
    }

    @Override
    public void run() {
        LossCourse loss = LossCourse.of(model, inquiry.data());
        inquiry.add(loss);
        if (!model.hasOwnLoss()) {
            inquiry.add(new Evidence.LossOfArchitecture());
        }
        if (!model.can(Capability.GRADIENT) && model.can(Capability.TRAIN_STEP)) {
            // Steps from other parameters, which the check takes then, would stay in the memory of an optimiser.
            firstSteps.take();
        }
        GradientReport report = check();
        inquiry.add(report);
        inquiry.settings().learningRate().ifPresent(rate -> inquiry.add(new Evidence.MeantRate(rate)));
        if (report.source() == GradientSource.TRAIN_STEP && model.can(Capability.RESEED)) {
            inquiry.add(new Evidence.DrawnSteps());
        }
        inquiry.evidence().proof().filter(known -> !known.holds()).ifPresent(known -> {
            inquiry.add(ForwardGap.of(model, first));
            Misdescribed.of(model, first).ifPresent(inquiry::add);
        });
        GradientOutcome gradient = new GradientOutcome(report);
        if (!Double.isFinite(loss.here()) || !gradient.isFinite()) {
            inquiry.add(OriginSearch.in(inquiry));
        }
        // Outputs can be held against the architecture though no gradient can.
        boolean isOnlyLossNotFinite = model.can(Capability.ARCHITECTURE) && gradient.isOnlyLossNotFinite();
        if (isAnother(gradient) || isOnlyLossNotFinite) {
            inquiry.add(ForwardAudit.of(model)
                    .on(inquiry.auditBatch())
                    .seed(inquiry.settings().seed())
                    .run());
        }
        if (isOnlyLossNotFinite) {
            Misdescribed.of(model, first).ifPresent(inquiry::add);
        }
        boolean isUnnamed = inquiry.evidence().isAnotherNetwork()
                && inquiry.find(Misdescribed.class).isEmpty()
                && ForwardFacts.of(inquiry.evidence()).named().isEmpty();
        if (isUnnamed) {
            boolean isContradicted = inquiry.evidence().isGradientWrong();
            Misread.of(model, first)
                    .map(other -> isContradicted ? other.besideWrongGradient() : other)
                    .ifPresent(inquiry::add);
        }
    }

    /** Whether the network is not the one that its architecture describes, or not where its loss stands still. */
    private boolean isAnother(GradientOutcome gradient) {
        Evidence evidence = inquiry.evidence();
        return evidence.proof().isPresent() && !evidence.isTwin() && gradient.canBeAsked();
    }

    /**
     * On a batch; and on a single sample where the gradient cannot be read off a step on a batch, because the program takes
     * one sample after the other.
     */
    private GradientReport check() {
        GradientReport onBatch = check(first);
        boolean cannotBeRead = model.can(Capability.TRAIN_STEP)
                && !model.can(Capability.GRADIENT)
                && onBatch.points().stream().noneMatch(GradientStage::isRead);
        if (!cannotBeRead || first.size() == 1) {
            return onBatch;
        }
        GradientReport onOne = check(first.slice(0, 1));
        return onOne.points().stream().anyMatch(GradientStage::isRead) ? onOne : onBatch;
    }

    private static boolean isRead(PointCheck point) {
        return point.learningRate().isPresent();
    }

    private GradientReport check(Batch batch) {
        return GradientCheck.of(model).on(batch).seed(inquiry.settings().seed()).run();
    }
}
