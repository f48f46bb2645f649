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

  private static final int MOST_ENDED = 64;

  final String fleet;
  final String stage;
  final Cadence cadence;

  /** The newest state of each open signal, by kind and subject. */
  final Map<String, Signal> open = new LinkedHashMap<>();

  /**
   * When the newest ended signals ended, in milliseconds, by kind and subject: what is older says
   * nothing of now.
   */
  private final Map<String, Long> ended =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > MOST_ENDED;
        }
      };

  /** When the stage was retired, in milliseconds; what is not later came from before that. */
  long retiredAt = Long.MIN_VALUE;

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

  /** Whether something of this time, in milliseconds, is newer than what is known of the signal. */
  boolean isNews(SignalKind kind, String subject, long at) {
    String key = signalKey(kind, subject);
    Signal signal = open.get(key);
    long known =
        signal == null ? ended.getOrDefault(key, Long.MIN_VALUE) : signal.getAt().toEpochMilli();
    return at > known;
  }

  /** All was well with it at this time, in milliseconds. */
  void well(SignalKind kind, String subject, long at) {
    String key = signalKey(kind, subject);
    open.remove(key);
    ended.remove(key); // so that the newest is the last to be forgotten
    ended.put(key, at);
  }

  static String signalKey(SignalKind kind, String subject) {
    return kind + "|" + subject;
  }

  /** Measurements that were left out because the stage has more metrics than one stage may have. */
  public long overflow() {
    return overflow;
  }

  /** Writes it in a form that {@link #read} understands, whatever the release. */
  public void write(DataOutput out) throws IOException {
    out.writeByte(VERSION);
    out.writeUTF(fleet);
    out.writeUTF(stage);
    cadence.write(out);
    out.writeInt(metrics);
    out.writeLong(overflow);
    out.writeLong(armedAt);
    out.writeLong(retiredAt);
    out.writeInt(ended.size());
    for (Map.Entry<String, Long> one : ended.entrySet()) {
      out.writeUTF(one.getKey());
      out.writeLong(one.getValue());
    }
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
   * What {@link #write} wrote.
   *
   * @throws IOException if the bytes are of a version that this code does not know
   */
  public static StageMemory read(DataInput in) throws IOException {
    Versions.expect("a stage", VERSION, in.readByte());
    StageMemory memory = new StageMemory(in.readUTF(), in.readUTF(), Cadence.read(in));
    memory.metrics = in.readInt();
    memory.overflow = in.readLong();
    memory.armedAt = in.readLong();
    memory.retiredAt = in.readLong();
    for (int n = in.readInt(); n > 0; n--) {
      memory.ended.put(in.readUTF(), in.readLong());
    }
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
