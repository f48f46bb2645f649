package dev.prunella.detect;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which metrics count work done, by the names that services give them. */
class DeliveryNameTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "throughput",
        "rows",
        "rows_out",
        "rows_loaded",
        "rows_per_second",
        "records_out",
        "bytes_out",
        "messages_processed",
        "processed",
        "delivered",
        "CDCThroughputRowsTarget", // AWS DMS
        "CDCThroughputBandwidthTarget",
        "glue.driver.aggregate.recordsRead", // AWS Glue
        "glue.driver.aggregate.bytesRead",
        "glue.driver.aggregate.numCompletedTasks",
        "glue.ALL.s3.filesystem.write_bytes",
        "QueriesCompletedPerSecond", // Amazon Redshift
        "WriteThroughput",
        "numRecordsOut", // Flink
        "numRecordsOutPerSecond",
        "numBytesOutPerSecond",
        "sink-record-send-rate", // Kafka Connect
        "source-record-write-total",
        "ti_successes" // Airflow
      })
  void shouldKnowWorkByItsName(String metric) {
    assertTrue(Delivery.isCountedBy(metric));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "latency",
        "QueryDuration",
        "queued_rows",
        "records_lag",
        "records-lag-max",
        "rows_rejected",
        "errors",
        "null_rows",
        "CPUUtilization",
        "FreeableMemory",
        "CDCLatencyTarget", // AWS DMS
        "CDCIncomingChanges",
        "CDCChangesDiskTarget",
        "glue.driver.aggregate.numFailedTasks", // AWS Glue
        "glue.driver.aggregate.elapsedTime",
        "glue.driver.jvm.heap.usage",
        "WLMQueueLength", // Amazon Redshift
        "WLMQueueWaitTime",
        "PercentageDiskSpaceUsed",
        "numRecordsOutErrors", // Flink
        "numLateRecordsDropped",
        "total-records-skipped", // Kafka Connect
        "total-record-failures",
        "put-batch-avg-time-ms",
        "batch-size-avg",
        "sink-record-active-count",
        "deadletterqueue-produce-requests",
        "executor.queued_tasks", // Airflow
        "scheduler.tasks.starving",
        "ti_failures"
      })
  void shouldNotTakeWhatWaitsOrFailsForWork(String metric) {
    assertFalse(Delivery.isCountedBy(metric));
  }
}
