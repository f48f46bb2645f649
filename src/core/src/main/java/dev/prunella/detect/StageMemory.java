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
  private static final byte VERSION = 2; // 1 did not watch deliveries

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

  /** The metrics that count work done, by name. */
  final Map<String, Pulse> pulses = new LinkedHashMap<>();

  /**
   * Until when, in milliseconds, something may still be wrong after the last open signal has ended:
   * for so long an incident waits for evidence against its recovery.
   */
  long suspectUntil = Long.MIN_VALUE;

  /** The longest such wait, in milliseconds, since something was wrong. */
  long hold;

  /** When the stage sent again after its last silence, in milliseconds. */
  long resumedAt = Long.MIN_VALUE;

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

  /** Whether at this time, in milliseconds, something may be wrong with the stage. */
  boolean isSuspect(long at) {
    return !open.isEmpty() || at <= suspectUntil;
  }

  /** When the oldest open signal opened, in milliseconds; before all time if none is open. */
  long suspectSince() {
    long since = Long.MAX_VALUE;
    for (Signal signal : open.values()) {
      since = Math.min(since, signal.getOpenedAt().toEpochMilli());
    }
    return open.isEmpty() ? Long.MIN_VALUE : since;
  }

  /**
   * Milliseconds without telemetry, or without delivery, after which it is sure to be told; 0 while
   * that is not known.
   *
   * @param declaredMillis what the stage's owner says of its silence; 0 if nothing
   */
  long silentAfterMillis(long declaredMillis) {
    long after = cadence.silentAfterMillis(declaredMillis);
    for (Pulse pulse : pulses.values()) {
      after = Math.max(after, pulse.neededMillis);
    }
    return after;
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
    out.writeLong(suspectUntil);
    out.writeLong(hold);
    out.writeLong(resumedAt);
    out.writeInt(pulses.size());
    for (Map.Entry<String, Pulse> one : pulses.entrySet()) {
      out.writeUTF(one.getKey());
      one.getValue().write(out);
    }
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
    byte version = Versions.expect("a stage", VERSION, in.readByte());
    StageMemory memory = new StageMemory(in.readUTF(), in.readUTF(), Cadence.read(in));
    memory.metrics = in.readInt();
    memory.overflow = in.readLong();
    memory.armedAt = in.readLong();
    memory.retiredAt = in.readLong();
    if (version > 1) {
      memory.suspectUntil = in.readLong();
      memory.hold = in.readLong();
      memory.resumedAt = in.readLong();
      for (int n = in.readInt(); n > 0; n--) {
        memory.pulses.put(in.readUTF(), Pulse.read(in));
      }
    }
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
