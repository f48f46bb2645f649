package dev.prunella.app.demo;

import dev.prunella.schemas.Command;
import dev.prunella.schemas.Decision;
import dev.prunella.schemas.Heartbeat;
import dev.prunella.schemas.Incident;
import dev.prunella.schemas.Outcome;
import dev.prunella.schemas.PlainJsonCodec;
import dev.prunella.schemas.RecordCodec;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.avro.specific.SpecificRecord;

/**
 * Keeps what the loop says as files, so that it outlives the broker: {@code incidents.jsonl},
 * {@code decisions.jsonl}, {@code commands.jsonl} and {@code outcomes.jsonl}, each one record a
 * line, in the order of its topic. Not thread-safe.
 */
public final class TopicFiles implements LoopTail.Listener, AutoCloseable {

  private static final class Lines<T extends SpecificRecord> {
    private final RecordCodec<T> codec;
    private final OutputStream out;

    Lines(Class<T> type, OutputStream out) {
      this.codec = new PlainJsonCodec<>(type);
      this.out = out;
    }

    void add(T value) {
      try {
        out.write(codec.encode(value));
        out.write('\n');
      } catch (IOException e) {
        throw new UncheckedIOException("a record could not be kept", e);
      }
    }
  }

  private final Lines<Incident> incidents;
  private final Lines<Decision> decisions;
  private final Lines<Command> commands;
  private final Lines<Outcome> outcomes;

  private TopicFiles(Opener files) throws IOException {
    incidents = new Lines<>(Incident.class, files.open("incidents.jsonl"));
    decisions = new Lines<>(Decision.class, files.open("decisions.jsonl"));
    commands = new Lines<>(Command.class, files.open("commands.jsonl"));
    outcomes = new Lines<>(Outcome.class, files.open("outcomes.jsonl"));
  }

  private interface Opener {
    OutputStream open(String name) throws IOException;
  }

  /**
   * Files in a folder; those of an earlier demo are replaced.
   *
   * @param folder that is there
   * @throws IOException if they cannot be written
   */
  public static TopicFiles in(Path folder) throws IOException {
    return new TopicFiles(
        name -> new BufferedOutputStream(Files.newOutputStream(folder.resolve(name))));
  }

  /** Keeps nothing. */
  public static TopicFiles none() {
    try {
      return new TopicFiles(name -> OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw new UncheckedIOException("nothing was opened", e);
    }
  }

  @Override
  public void onIncident(Incident version) {
    incidents.add(version);
  }

  @Override
  public void onDecision(Decision decision, long written) {
    decisions.add(decision);
  }

  @Override
  public void onCommand(Command command) {
    commands.add(command);
  }

  @Override
  public void onOutcome(Outcome outcome) {
    outcomes.add(outcome);
  }

  @Override
  public void onHeartbeat(Heartbeat beat) {
    // tells no more than that time went on
  }

  @Override
  public void close() throws IOException {
    incidents.out.close();
    decisions.out.close();
    commands.out.close();
    outcomes.out.close();
  }
}
