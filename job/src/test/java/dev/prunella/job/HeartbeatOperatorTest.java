package dev.prunella.job;

import static dev.prunella.job.Samples.at;
import static dev.prunella.job.Samples.millis;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.prunella.job.serde.RecordTypeInfo;
import dev.prunella.schemas.Heartbeat;
import dev.prunella.settings.Connection.TimeSource;
import java.util.List;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

class HeartbeatOperatorTest {

  @Test
  void shouldBeatWithTimeAndNeitherBeforeItsBeginningNorAtItsEnd() throws Exception {
    try (var heartbeat =
        new OneInputStreamOperatorTestHarness<>(
            new HeartbeatOperator("prunella", TimeSource.WALL), 1, 1, 0)) {
      heartbeat.setup(
          RecordTypeInfo.ofRecord(Heartbeat.class).createSerializer(new SerializerConfigImpl()));
      heartbeat.open();
      heartbeat.processWatermark(Timeless.BEGINNING);
      heartbeat.processWatermark(millis(1));
      heartbeat.processWatermark(millis(2));
      heartbeat.processWatermark(Long.MAX_VALUE);

      assertEquals(
          List.of(new Heartbeat("prunella", at(1)), new Heartbeat("prunella", at(2))),
          heartbeat.extractOutputValues());
    }
  }
}
