package dev.prunella.learn;

import dev.prunella.schemas.Decision;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The log of one fleet's decisions, as the topic {@code decisions} tells it: after a failure its
 * writer goes on from its last checkpoint and may write other entries under numbers that were
 * written before. Those of a newer epoch, or a number that was read already, take the place of all
 * from there on; those of an older epoch than the newest come from a writer that is gone.
 */
public final class DecisionLog {
  private final TreeMap<Long, Decision> entries = new TreeMap<>();
  private long epoch;

  /** The next entry, in the order of the topic. */
  public void append(Decision entry) {
    if (entry.getEpoch() < epoch) {
      return;
    }
    epoch = entry.getEpoch();
    entries.tailMap(entry.getSequence(), true).clear();
    entries.put(entry.getSequence(), entry);
  }

  /** The entries that hold, in order. */
  public List<Decision> entries() {
    return List.copyOf(entries.values());
  }

  /** What was learned up to an entry, that one included. */
  public QTable foldTo(long sequence) {
    QTable table = QTable.onHeap();
    for (Map.Entry<Long, Decision> entry : entries.headMap(sequence, true).entrySet()) {
      table.apply(entry.getValue());
    }
    return table;
  }
}
