package dev.prunella.detect;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** What is kept of one metric of one stage. */
public final class MetricWatch {
  private static final byte VERSION = 1;

  final SeriesDetector series;
  final SloWatch slo;

  MetricWatch() {
    this(new SeriesDetector(), new SloWatch());
  }

  private MetricWatch(SeriesDetector series, SloWatch slo) {
    this.series = series;
    this.slo = slo;
  }

  /** Writes it in a form that {@link #read} understands, whatever the release. */
  public void write(DataOutput out) throws IOException {
    out.writeByte(VERSION);
    series.write(out);
    slo.write(out);
  }

  /**
   * What {@link #write} wrote.
   *
   * @throws IOException if the bytes are of a version that this code does not know
   */
  public static MetricWatch read(DataInput in) throws IOException {
    Versions.expect("a metric's watch", VERSION, in.readByte());
    return new MetricWatch(SeriesDetector.read(in), SloWatch.read(in));
  }
}
