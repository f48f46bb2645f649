package dev.prunella.detect;

import dev.prunella.schemas.Alert;
import dev.prunella.schemas.Run;
import dev.prunella.schemas.RunState;
import dev.prunella.schemas.Signal;
import dev.prunella.schemas.SignalKind;
import dev.prunella.schemas.Telemetry;
import dev.prunella.schemas.Transition;

/** The runs of one stage that failed, and the alerts of others about it. */
record Failures(Findings findings) {
  private static final int MOST_DETAIL = 500; // characters
  private static final String RUN = "run";

  void run(Telemetry telemetry, boolean stale) {
    Run run = telemetry.getRun();
    boolean failed = run.getState() == RunState.FAILED;
    if (failed || run.getState() == RunState.SUCCEEDED) {
      Signal open = findings.memory().open(SignalKind.FAILURE, RUN);
      happened(telemetry, RUN, failed, failed && open != null, run.getMessage(), stale);
    }
  }

  void alert(Telemetry telemetry, boolean stale) {
    Alert alert = telemetry.getAlert();
    String subject = "alert " + alert.getAlertId();
    boolean fires = alert.getFiring();
    boolean news = fires && findings.refreshes(SignalKind.FAILURE, subject, stale);
    happened(telemetry, subject, fires, news, alert.getSummary(), stale);
  }

  /** What failed, or no longer does; `again`: to be told although it is open. */
  private void happened(
      Telemetry telemetry,
      String subject,
      boolean fails,
      boolean again,
      String detail,
      boolean stale) {
    long at = telemetry.getAt().toEpochMilli();
    if (!findings.memory().isNews(SignalKind.FAILURE, subject, at)) {
      return;
    }
    boolean open = findings.isOpen(SignalKind.FAILURE, subject);
    if (again) {
      failure(telemetry, subject, Transition.UPDATED, detail, stale);
    } else if (fails != open) {
      Transition transition = open ? Transition.CLEARED : Transition.OPENED;
      failure(telemetry, subject, transition, detail, stale);
    }
    if (!fails) {
      findings.memory().well(SignalKind.FAILURE, subject, at);
    }
  }

  private void failure(
      Telemetry telemetry, String subject, Transition transition, String detail, boolean stale) {
    boolean succeeded = subject.equals(RUN) && transition == Transition.CLEARED; // all its evidence
    findings.emit(
        findings
            .signal(SignalKind.FAILURE, subject, transition, telemetry.getAt())
            .setScore(1)
            .setEvidence(subject.equals(RUN) ? RUN : "alert")
            .setDetail(detail.length() > MOST_DETAIL ? detail.substring(0, MOST_DETAIL) : detail)
            .setStale(stale)
            .setSilentAfterMillis(succeeded ? 0 : findings.silentAfterMillis())
            .build());
  }
}
