package dev.prunella.drift;

import dev.prunella.schemas.Settings;
import dev.prunella.schemas.SubjectSettings;
import java.util.HashMap;
import java.util.Map;

/** Who writes and reads the schema subjects of all fleets. Immutable. */
public final class Subjects {
  private final Map<String, SubjectSettings> subjects = new HashMap<>();

  public Subjects(Iterable<Settings> parts) {
    for (Settings part : parts) {
      if (part.getSubjects() != null) {
        for (SubjectSettings subject : part.getSubjects()) {
          subjects.put(key(part.getFleet(), subject.getSubject()), subject);
        }
      }
    }
  }

  /** The key that the versions of a subject go by: fleet/subject. */
  public static String key(String fleet, String subject) {
    return fleet + "/" + subject;
  }

  /** What is said of the subject with this key, or null. */
  public SubjectSettings of(String key) {
    return subjects.get(key);
  }
}
