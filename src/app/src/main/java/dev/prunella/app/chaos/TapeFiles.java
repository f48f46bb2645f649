package dev.prunella.app.chaos;

import dev.prunella.app.chaos.check.Call;
import dev.prunella.app.chaos.check.Tape;
import dev.prunella.app.chaos.check.Written;
import dev.prunella.schemas.Command;
import dev.prunella.schemas.DeadLetter;
import dev.prunella.schemas.Decision;
import dev.prunella.schemas.Fence;
import dev.prunella.schemas.Heartbeat;
import dev.prunella.schemas.Incident;
import dev.prunella.schemas.Outcome;
import dev.prunella.schemas.PlainJsonCodec;
import dev.prunella.schemas.PolicySnapshot;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/**
 * Keeps what was judged, so that a verdict can be looked into: a file for each topic, each line the
 * time of writing, a tab, and the record as JSON; and what the services saw.
 */
final class TapeFiles {

  private TapeFiles() {}

  static void write(Tape tape, List<Call> calls, Path folder) throws IOException {
    write(Incident.class, tape.incidents(), folder.resolve("incidents.tsv"));
    write(Decision.class, tape.decisions(), folder.resolve("decisions.tsv"));
    write(Command.class, tape.commands(), folder.resolve("commands.tsv"));
    write(Outcome.class, tape.outcomes(), folder.resolve("outcomes.tsv"));
    write(Fence.class, tape.fences(), folder.resolve("fence.tsv"));
    write(PolicySnapshot.class, tape.policies(), folder.resolve("policy.tsv"));
    write(Heartbeat.class, tape.beats(), folder.resolve("heartbeat.tsv"));
    write(DeadLetter.class, tape.deadLetters(), folder.resolve("dead-letters.tsv"));
    Files.write(folder.resolve("calls.txt"), calls.stream().map(Call::toString).toList());
  }

  private static <T extends SpecificRecord> void write(
      Class<T> type, List<Written<T>> records, Path file) throws IOException {
    PlainJsonCodec<T> codec = new PlainJsonCodec<>(type);
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      for (Written<T> record : records) {
        out.write((record.at() + "\t").getBytes(StandardCharsets.UTF_8));
        out.write(codec.encode(record.value()));
        out.write('\n');
      }
    }
  }
}
