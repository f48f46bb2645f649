package dev.prunella.plant.fault;

/**
 * How a stage is impaired at one moment, by all faults together. It is blank before the faults of
 * each step strain it anew. Not thread-safe.
 */
public final class Condition {
  private double capacity;
  private double arrivals;
  private double rejected;
  private double memory;
  private double disk;
  private String outage = "";
  private String failure = "";

  public Condition() {
    clear();
  }

  /** Nothing is wrong. */
  public void clear() {
    capacity = 1;
    arrivals = 1;
    rejected = 0;
    memory = 0;
    disk = 0;
    outage = "";
    failure = "";
  }

  /**
   * Work goes on at a part of its usual speed.
   *
   * @param factor 0 to 1
   */
  void slow(double factor) {
    capacity *= factor;
  }

  /**
   * More than usual arrives at the source.
   *
   * @param factor 1 or more
   */
  void flood(double factor) {
    arrivals *= factor;
  }

  /**
   * A part of the records cannot be taken.
   *
   * @param share 0 to 1
   */
  void reject(double share) {
    rejected = Math.max(rejected, share);
  }

  /**
   * Memory is taken beyond the usual.
   *
   * @param share of all there is, 0 to 1
   */
  void fillMemory(double share) {
    memory = Math.min(1, memory + share);
  }

  /**
   * Disk is taken beyond the usual.
   *
   * @param share of all there is, 0 to 1
   */
  void fillDisk(double share) {
    disk = Math.min(1, disk + share);
  }

  /** Nothing can be reached; the service says so in these words. */
  void cutOff(String message) {
    outage = message;
  }

  /** Every run ends in this error. */
  void fail(String message) {
    failure = message;
  }

  /** Share of the usual speed, 0 to 1. */
  public double capacity() {
    return capacity;
  }

  /** Multiple of what usually arrives, 1 or more. */
  public double arrivals() {
    return arrivals;
  }

  /** Share of the records that cannot be taken, 0 to 1. */
  public double rejected() {
    return rejected;
  }

  /** Share of the memory that is taken beyond the usual, 0 to 1. */
  public double memory() {
    return memory;
  }

  /** Share of the disk that is taken beyond the usual, 0 to 1. */
  public double disk() {
    return disk;
  }

  /** What the service says of a lost connection; empty if there is none. */
  public String outage() {
    return outage;
  }

  /** What every run ends with; empty if runs may succeed. */
  public String failure() {
    return failure;
  }
}
