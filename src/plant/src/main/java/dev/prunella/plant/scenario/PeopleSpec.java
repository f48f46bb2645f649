package dev.prunella.plant.scenario;

/**
 * What people do.
 *
 * @param answer from a page to their response, in seconds; 0 or more
 * @param repair from there to the repair, in seconds; 0 or more
 * @param find until they notice unpaged that something is wrong, and repair it, in seconds; 0 or
 *     more
 * @param atNight whether that is as fast from 22 to 6 o'clock (UTC); if not, all of it takes longer
 */
public record PeopleSpec(Range answer, Range repair, Range find, boolean atNight) {

  public static final PeopleSpec USUAL =
      new PeopleSpec(Range.minutes(5, 20), Range.minutes(20, 60), Range.minutes(80, 150), true);

  public PeopleSpec {
    Expect.that(answer.least() >= 0, "answer", answer, "0 or more seconds");
    Expect.that(repair.least() >= 0, "repair", repair, "0 or more seconds");
    Expect.that(find.least() >= 0, "find", find, "0 or more seconds");
  }
}
