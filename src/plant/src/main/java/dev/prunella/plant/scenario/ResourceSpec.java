package dev.prunella.plant.scenario;

/**
 * A cluster or pool that stages share.
 *
 * @param name in the fleet
 * @param capacity as a multiple of what all of its stages usually need together; more than 0, below
 *     1 it never suffices
 */
public record ResourceSpec(String name, Range capacity) {

  public ResourceSpec {
    Expect.name("the name of a resource", name);
    Expect.that(capacity.least() > 0, name + ": capacity", capacity, "more than 0");
  }
}
