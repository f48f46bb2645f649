package dev.prunella.app;

import dev.prunella.monitor.Checks;
import dev.prunella.schemas.MalformedRecordException;
import dev.prunella.schemas.PlainJsonCodec;
import dev.prunella.schemas.PolicySnapshot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A policy in a file: a snapshot as the topic policy has it, as JSON, one cell a line. */
final class PolicyFile {

  /** A policy that knows every state takes less. */
  private static final int MOST_BYTES = 32 << 20;

  private static final PlainJsonCodec<PolicySnapshot> CODEC =
      new PlainJsonCodec<>(PolicySnapshot.class, MOST_BYTES);

  private PolicyFile() {}

  /**
   * The policy in the file.
   *
   * @throws Failure if there is none
   */
  static PolicySnapshot read(Path file) {
    try {
      PolicySnapshot policy = CODEC.decode(Files.readAllBytes(file));
      Checks.policy(policy);
      return policy;
    } catch (NoSuchFileException e) {
      throw Failure.failed("there is no file " + file);
    } catch (IOException e) {
      throw Failure.failed(file + " cannot be read: " + e.getMessage());
    } catch (MalformedRecordException e) {
      throw Failure.failed(
          file + " holds no policy: " + e.getMessage() + " One is written by ./prunella train");
    }
  }

  /**
   * Writes it, in the place of what the file holds.
   *
   * @throws Failure if that is not possible
   */
  static void write(PolicySnapshot policy, Path file) {
    String json = new String(CODEC.encode(policy), StandardCharsets.UTF_8);
    try {
      if (file.toAbsolutePath().getParent() != null) {
        Files.createDirectories(file.toAbsolutePath().getParent());
      }
      Files.writeString(file, json.replace("{\"state\"", "\n{\"state\"") + "\n");
    } catch (IOException e) {
      throw Failure.failed(file + " cannot be written: " + e.getMessage());
    }
  }
}
