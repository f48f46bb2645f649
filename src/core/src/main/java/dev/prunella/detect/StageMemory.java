package dev.prunella.detect;

import dev.prunella.schemas.MalformedRecordException;
import dev.prunella.schemas.Signal;
import dev.prunella.schemas.SignalKind;
import dev.prunella.schemas.SingleObjectCodec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is kept of one stage as a whole. */
public final class StageMemory {
  private static final byte VERSION = 1;

  final String fleet;
  final String stage;
  final Cadence cadence;

  /** The newest state of each open signal, by kind and subject. */
  final Map<String, Signal> open = new LinkedHashMap<>();

  int metrics;
  long overflow;

  /** When the call of onTime that is awaited is due, in milliseconds. */
  long armedAt = StageDetector.NEVER;

  StageMemory(String fleet, String stage) {
    this(fleet, stage, new Cadence());
  }

  private StageMemory(String fleet, String stage, Cadence cadence) {
    this.fleet = fleet;
    this.stage = stage;
    this.cadence = cadence;
  }

  /** The newest state of the signal if it is open, else null. */
  Signal open(SignalKind kind, String subject) {
    return open.isEmpty()
        ? null
        : open.get(signalKey(kind, subject)); // usually empty: no key is made
  }

  static String signalKey(SignalKind kind, String subject) {
    return kind + "|" + subject;
  }

  /** Measurements that were left out because the stage has more metrics than one stage may have. */
  public long overflow() {
    return overflow;
  }

  public void write(DataOutput out) throws IOException {
    out.writeByte(VERSION);
    out.writeUTF(fleet);
    out.writeUTF(stage);
    cadence.write(out);
    out.writeInt(metrics);
    out.writeLong(overflow);
    out.writeLong(armedAt);
    out.writeInt(open.size());
    if (open.isEmpty()) {
      return;
    }
    SingleObjectCodec<Signal> codec = new SingleObjectCodec<>(Signal.class);
    for (Signal signal : open.values()) {
      byte[] bytes = codec.encode(signal); // names its schema, so that a later one can read it
      out.writeInt(bytes.length);
      out.write(bytes);
    }
  }

  /**
   * @throws IOException if the bytes are of a version that this code does not know
   */
  public static StageMemory read(DataInput in) throws IOException {
    Versions.expect("a stage", VERSION, in.readByte());
    StageMemory memory = new StageMemory(in.readUTF(), in.readUTF(), Cadence.read(in));
    memory.metrics = in.readInt();
    memory.overflow = in.readLong();
    memory.armedAt = in.readLong();
    int signals = in.readInt();
    if (signals == 0) {
      return memory;
    }
    SingleObjectCodec<Signal> codec = new SingleObjectCodec<>(Signal.class);
    for (int i = 0; i < signals; i++) {
      byte[] bytes = new byte[in.readInt()];
      in.readFully(bytes);
      try {
        Signal signal = codec.decode(bytes);
        memory.open.put(signalKey(signal.getKind(), signal.getSubject()), signal);
      } catch (MalformedRecordException e) {
        throw new IOException("the stored state of " + memory.stage + " holds no signal", e);
      }
    }
    return memory;
  }
}
