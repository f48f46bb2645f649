package dev.prunella.plant.fault;

/**
 * How a stage is impaired at one moment, by all that is wrong together. It is blank before what is
 * wrong strains it anew. Not thread-safe.
 */
public final class Condition {
  private boolean blank = true;
  private double capacity = 1;
  private double crawl = 1;
  private double limit = 1;
  private double rejected;
  private double spoiled;
  private double memory;
  private double disk;
  private double heat;
  private double crowd = 1;
  private double failing;
  private String outage = "";
  private String failure = "";
  private String complaint = "";

  /** Nothing is wrong. */
  public void clear() {
    if (!blank) {
      blank = true;
      capacity = 1;
      crawl = 1;
      limit = 1;
      rejected = 0;
      spoiled = 0;
      memory = 0;
      disk = 0;
      heat = 0;
      crowd = 1;
      failing = 0;
      outage = "";
      failure = "";
      complaint = "";
    }
  }

  /**
   * Work goes on at a part of its usual speed.
   *
   * @param factor 0 to 1
   */
  public void slow(double factor) {
    blank = false;
    capacity *= factor;
  }

  /**
   * Work goes on so slowly that no more than this part of what usually comes can be done.
   *
   * @param part more than 0
   */
  public void crawl(double part) {
    blank = false;
    crawl = Math.min(crawl, part);
  }

  /**
   * No more than this part of what usually comes is taken on.
   *
   * @param part 0 to 1
   */
  public void limit(double part) {
    blank = false;
    limit = Math.min(limit, part);
  }

  /**
   * A part of the records cannot be taken.
   *
   * @param share 0 to 1
   */
  public void reject(double share) {
    blank = false;
    rejected = Math.max(rejected, share);
  }

  /**
   * A part of the records that go through is wrong afterwards.
   *
   * @param share 0 to 1
   */
  public void spoil(double share) {
    blank = false;
    spoiled = Math.max(spoiled, share);
  }

  /**
   * Memory is taken beyond the usual.
   *
   * @param share of all there is, 0 to 1
   */
  public void fillMemory(double share) {
    blank = false;
    memory = Math.min(1, memory + share);
  }

  /**
   * Disk is taken beyond the usual.
   *
   * @param share of all there is, 0 to 1
   */
  public void fillDisk(double share) {
    blank = false;
    disk = Math.min(1, disk + share);
  }

  /**
   * Processors work beyond the usual.
   *
   * @param share of all there are, 0 to 1
   */
  public void heat(double share) {
    blank = false;
    heat = Math.min(1, heat + share);
  }

  /**
   * Others on the same resource take more than usual.
   *
   * @param times as long as usual everything waits for the resource, 1 or more
   */
  public void crowd(double times) {
    blank = false;
    crowd = Math.max(crowd, times);
  }

  /** Nothing can be reached; the service says so in these words. */
  public void cutOff(String message) {
    blank = false;
    outage = message;
  }

  /**
   * Runs end in this error.
   *
   * @param share of the runs, 0 to 1
   */
  public void fail(String message, double share) {
    blank = false;
    failure = message;
    failing = Math.max(failing, share);
  }

  /** What is said when work is stopped for being too slow, or goes on with trouble. */
  public void complain(String message) {
    blank = false;
    complaint = message;
  }

  /** Share of the usual speed, 0 to 1. */
  public double capacity() {
    return capacity;
  }

  /** Part of what usually comes that can be done at most; 1 or more: there is no such limit. */
  public double crawl() {
    return crawl;
  }

  /** Part of what usually comes that is taken on at most; 1: there is no such limit. */
  public double limit() {
    return limit;
  }

  /** Share of the records that cannot be taken, 0 to 1. */
  public double rejected() {
    return rejected;
  }

  /** Share of the records that are wrong afterwards, 0 to 1. */
  public double spoiled() {
    return spoiled;
  }

  /** Share of the memory that is taken beyond the usual, 0 to 1. */
  public double memory() {
    return memory;
  }

  /** Share of the disk that is taken beyond the usual, 0 to 1. */
  public double disk() {
    return disk;
  }

  /** Share of the processors that is taken beyond the usual, 0 to 1. */
  public double heat() {
    return heat;
  }

  /** How many times as long as usual it waits for its resource because of others; 1 or more. */
  public double crowd() {
    return crowd;
  }

  /** Share of the runs that fail, 0 to 1. */
  public double failing() {
    return failing;
  }

  /** What the service says of a lost connection; empty if there is none. */
  public String outage() {
    return outage;
  }

  /** What failing runs end with; empty if runs may succeed. */
  public String failure() {
    return failure;
  }

  /** What is said of work that goes on with trouble; empty if there is none. */
  public String complaint() {
    return complaint;
  }
}
