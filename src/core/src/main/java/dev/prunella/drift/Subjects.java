package dev.prunella.drift;

import dev.prunella.schemas.GuardrailSettings;
import dev.prunella.schemas.SchemaEvent;
import dev.prunella.schemas.Settings;
import dev.prunella.schemas.SubjectSettings;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Who writes and reads the schema subjects of all fleets. Immutable. */
public final class Subjects {
  private static final long DEFAULT_MAX_AGE =
      GuardrailSettings.newBuilder().build().getMaxEvidenceAgeMillis();

  private final Map<String, SubjectSettings> subjects = new HashMap<>();
  private final Map<String, Long> maxAges = new HashMap<>(); // by fleet

  /** From the parts of the settings of all fleets. */
  public Subjects(Iterable<Settings> parts) {
    for (Settings part : parts) {
      if (part.getGuardrails() != null) {
        maxAges.put(part.getFleet(), part.getGuardrails().getMaxEvidenceAgeMillis());
      }
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

  /** The fleet in such a key. */
  public static String fleet(String key) {
    return key.substring(0, key.indexOf('/'));
  }

  /**
   * Whether the event is too old to act on.
   *
   * @param now the job's clock
   */
  public boolean isStale(SchemaEvent event, Instant now) {
    long maxAge = maxAges.getOrDefault(event.getFleet(), DEFAULT_MAX_AGE);
    return event.getAt().plusMillis(maxAge).isBefore(now);
  }

  /** What is said of the subject with this key, or null. */
  public SubjectSettings of(String key) {
    return subjects.get(key);
  }
}
