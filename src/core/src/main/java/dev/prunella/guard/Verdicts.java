package dev.prunella.guard;

import dev.prunella.schemas.Verdict;

/** A guardrail's yes or no, under its name. */
record Verdicts(String guardrail) {

  Verdict yes(String reason) {
    return new Verdict(guardrail, true, reason);
  }

  Verdict no(String reason) {
    return new Verdict(guardrail, false, reason);
  }
}
