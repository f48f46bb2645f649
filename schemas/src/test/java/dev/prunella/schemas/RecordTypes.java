package dev.prunella.schemas;

import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;

/** The records that somebody else may have written: those of topics, and those of Flink state. */
final class RecordTypes {

  private static final List<Class<? extends SpecificRecord>> INTERNAL =
      List.of(
          FleetEvent.class,
          OpenStep.class,
          TargetMemory.class,
          FleetMemory.class,
          SubjectMemory.class,
          Signal.class);

  private RecordTypes() {}

  static List<Class<? extends SpecificRecord>> all() {
    Stream<Class<? extends SpecificRecord>> ofTopics =
        Topics.withPrefix("").all().stream().map(Topic::record);
    return Stream.concat(ofTopics, INTERNAL.stream()).toList();
  }
}
