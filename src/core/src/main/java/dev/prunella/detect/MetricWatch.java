package dev.prunella.detect;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** What is kept of one metric of one stage. */
public final class MetricWatch {
  private static final byte VERSION = 2; // 1 did not know which metrics count work

  final SeriesDetector series;
  final SloWatch slo;

  /** Whether it was seen to it that delivery is watched, if the metric's name says that it can. */
  private boolean named;

  MetricWatch() {
    this(new SeriesDetector(), new SloWatch());
  }

  private MetricWatch(SeriesDetector series, SloWatch slo) {
    this.series = series;
    this.slo = slo;
  }

  /** The name of the metric, which is told once. */
  void isOf(String metric) {
    if (!named) {
      named = true;
      if (Delivery.isCountedBy(metric)) {
        series.watchDelivery();
      }
    }
  }

  /** Writes it in a form that {@link #read} understands, whatever the release. */
  public void write(DataOutput out) throws IOException {
    out.writeByte(VERSION);
    out.writeBoolean(named);
    series.write(out);
    slo.write(out);
  }

  /**
   * What {@link #write} wrote.
   *
   * @throws IOException if the bytes are of a version that this code does not know
   */
  public static MetricWatch read(DataInput in) throws IOException {
    byte version = Versions.expect("a metric's watch", VERSION, in.readByte());
    boolean named = version > 1 && in.readBoolean();
    MetricWatch watch = new MetricWatch(SeriesDetector.read(in), SloWatch.read(in, version));
    watch.named = named;
    return watch;
  }
}
