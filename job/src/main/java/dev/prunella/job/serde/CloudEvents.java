package dev.prunella.job.serde;

import dev.prunella.schemas.Command;
import java.util.Map;

/** Headers by the CloudEvents Kafka protocol binding 1.0.2, binary content mode. */
public final class CloudEvents {

  private CloudEvents() {}

  public static Map<String, String> of(Command command) {
    return Map.of(
        "ce_specversion",
        "1.0",
        "ce_id",
        command.getId(),
        "ce_source",
        "prunella/" + command.getFleet(),
        "ce_type",
        "dev.prunella.command",
        "ce_subject",
        command.getTarget(),
        "ce_time",
        command.getIssuedAt().toString());
  }
}
