package dev.prunella.detect;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * A baseline learned while a signal is open and the real one is frozen: what would be normal if the
 * fault stayed. Level and spread with the season taken off and without.
 */
final class Shadow {
  /** The recent level moves this much faster; when both agree, the new normal is stable. */
  private static final int RECENT_FACTOR = 4;

  private int points;
  private double level;
  private double recent;
  private double spread;
  private double rawLevel;
  private double rawSpread;

  void learn(double value, double seasonal, int memoryPoints) {
    points++;
    double gain = 1.0 / Math.min(points, memoryPoints);
    double deseasoned = value - seasonal;
    double error = points == 1 ? 0 : deseasoned - level;
    double rawError = points == 1 ? 0 : value - rawLevel;
    level += gain * (deseasoned - level);
    rawLevel += gain * (value - rawLevel);
    recent += Math.min(1, RECENT_FACTOR * gain) * (deseasoned - recent);
    spread += gain * (Math.abs(error) - spread);
    rawSpread += gain * (Math.abs(rawError) - rawSpread);
  }

  int points() {
    return points;
  }

  boolean isStable() {
    return Math.abs(recent - level) <= spread;
  }

  double level() {
    return level;
  }

  double spread() {
    return spread;
  }

  double levelWithoutSeason() {
    return rawLevel;
  }

  double spreadWithoutSeason() {
    return rawSpread;
  }

  void write(DataOutput out) throws IOException {
    out.writeInt(points);
    out.writeDouble(level);
    out.writeDouble(recent);
    out.writeDouble(spread);
    out.writeDouble(rawLevel);
    out.writeDouble(rawSpread);
  }

  static Shadow read(DataInput in) throws IOException {
    Shadow s = new Shadow();
    s.points = in.readInt();
    s.level = in.readDouble();
    s.recent = in.readDouble();
    s.spread = in.readDouble();
    s.rawLevel = in.readDouble();
    s.rawSpread = in.readDouble();
    return s;
  }
}
