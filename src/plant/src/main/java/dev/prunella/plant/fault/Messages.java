package dev.prunella.plant.fault;

import dev.prunella.schemas.ErrorType;
import dev.prunella.schemas.StageKind;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What services say, by the error type that is seen and by what the stage does: worded as DMS, Glue
 * and Spark, Redshift and PostgreSQL, Airflow, Kafka clients and Flink, and HTTP services word it.
 * The same words are said whatever the cause.
 */
public final class Messages {

  private static final Map<ErrorType, Map<StageKind, List<String>>> ALL =
      new EnumMap<>(ErrorType.class);

  static {
    say(
        ErrorType.TIMEOUT,
        "operation timed out after 240 s",
        Map.of(
            StageKind.INGEST,
            List.of(
                "Last Error Task 'cdc' was suspended: reading from the source timed out after 60 s."
                    + " Stop Reason RECOVERABLE_ERROR",
                "ReadTimeoutError: statement timeout while fetching the next changes"),
            StageKind.TRANSFORM,
            List.of(
                "Job run stopped: it timed out after 240 s",
                "org.apache.spark.rpc.RpcTimeoutException: Futures timed out after [120 seconds]"),
            StageKind.LOAD,
            List.of(
                "ERROR: Query (COPY) cancelled on user's request: statement timeout of 300 s",
                "ERROR: canceling statement due to statement timeout"),
            StageKind.ORCHESTRATE,
            List.of(
                "airflow.exceptions.AirflowTaskTimeout: Timeout, PID: 4711",
                "DagFileProcessor timed out after 50.0 seconds"),
            StageKind.STREAM,
            List.of(
                "org.apache.kafka.common.errors.TimeoutException: Timeout of 60000ms expired before"
                    + " the position for partition 3 could be determined",
                "java.util.concurrent.TimeoutException: checkpoint expired before completing"),
            StageKind.SERVE,
            List.of("upstream request timeout", "context deadline exceeded")));
    say(
        ErrorType.SCHEMA_MISMATCH,
        "cannot resolve a column of the input",
        Map.of(
            StageKind.TRANSFORM,
            List.of(
                "AnalysisException: cannot resolve '`customer_id`' given input columns: [amount,"
                    + " id, status, updated_at]",
                "SparkException: Parquet column cannot be converted: missing column customer_id"),
            StageKind.LOAD,
            List.of(
                "ERROR: column \"customer_id\" of relation does not exist in table",
                "Load failed: incompatible type in column 4 of the source file"),
            StageKind.STREAM,
            List.of(
                "org.apache.avro.AvroTypeException: Found shop.order, missing column customer_id",
                "SerializationException: Error retrieving Avro schema for id 42")));
    say(
        ErrorType.DATA_CORRUPTION,
        "malformed record",
        Map.of(
            StageKind.INGEST,
            List.of(
                "Row of table 'public.orders' is malformed: invalid UTF-8 sequence",
                "checksum of a log record does not match"),
            StageKind.STREAM,
            List.of(
                "DeserializationException: malformed record at offset 118213",
                "CorruptRecordException: record fails its checksum"),
            StageKind.ORCHESTRATE,
            List.of("data interval is not a valid one: its end lies before its begin"),
            StageKind.SERVE,
            List.of("response failed validation: field 'updated_at' is not a valid timestamp")));
    say(
        ErrorType.RESOURCE_EXHAUSTION,
        "out of memory",
        Map.of(
            StageKind.INGEST,
            List.of(
                "replication instance is out of memory; the task was stopped",
                "failed to write a change file: No space left on device"),
            StageKind.TRANSFORM,
            List.of(
                "Command failed with exit code 10 - java.lang.OutOfMemoryError: Java heap space",
                "ExecutorLostFailure: Container killed by YARN for exceeding memory limits"),
            StageKind.LOAD,
            List.of(
                "ERROR: Disk Full  Detail: code: 1016, context: node: 0, query: COPY",
                "ERROR: out of memory  Detail: Failed on request of size 1048576"),
            StageKind.STREAM,
            List.of("java.lang.OutOfMemoryError: Java heap space", "pod was OOMKilled"),
            StageKind.SERVE,
            List.of("container was OOMKilled (exit code 137)")));
    say(
        ErrorType.THROTTLED,
        "Too Many Requests",
        Map.of(
            StageKind.INGEST,
            List.of(
                "ThrottlingException: Rate exceeded",
                "ProvisionedThroughputExceeded: the request rate is throttled"),
            StageKind.TRANSFORM,
            List.of("AmazonS3Exception: Please reduce your request rate (503 Slow Down)"),
            StageKind.LOAD,
            List.of("ThrottlingException: Rate exceeded for ExecuteStatement"),
            StageKind.STREAM,
            List.of("client was throttled by the broker for 12000 ms"),
            StageKind.SERVE,
            List.of("HTTP 429 Too Many Requests")));
    say(ErrorType.BACKLOG, "", Map.of());
    say(
        ErrorType.CONNECTION_LOST,
        "connection refused",
        Map.of(
            StageKind.INGEST,
            List.of(
                "Last Error: Failed to connect to the source endpoint: could not connect to server:"
                    + " Connection refused. Stop Reason RECOVERABLE_ERROR Error Level RECOVERABLE",
                "SSL SYSCALL error: Connection reset by peer"),
            StageKind.TRANSFORM,
            List.of("java.net.ConnectException: Connection refused: no further information"),
            StageKind.LOAD,
            List.of(
                "could not connect to server: Connection refused",
                "ERROR: SSL connection closed: broken pipe"),
            StageKind.ORCHESTRATE,
            List.of("(psycopg2.OperationalError) could not connect to server: No route to host"),
            StageKind.STREAM,
            List.of("Connection to node 2 could not be established. Broker may be unreachable"),
            StageKind.SERVE,
            List.of("upstream connect error: connection reset before headers")));
    say(
        ErrorType.CREDENTIALS,
        "access denied",
        Map.of(
            StageKind.INGEST,
            List.of("FATAL: password authentication failed for user \"dms\""),
            StageKind.LOAD,
            List.of("ERROR: S3ServiceException: ExpiredToken: The provided token has expired"),
            StageKind.ORCHESTRATE,
            List.of("ClientError: AccessDeniedException: the security token is invalid"),
            StageKind.SERVE,
            List.of("HTTP 401 Unauthorized: invalid credentials")));
    say(
        ErrorType.SKEW,
        "one task is a straggler: its partition is skewed",
        Map.of(
            StageKind.TRANSFORM,
            List.of("Stage 7 cancelled: task 17 is a straggler, its partition is skewed"),
            StageKind.STREAM,
            List.of("subtask 3 is a straggler: its key group is skewed")));
    say(
        ErrorType.LOCK_CONTENTION,
        "could not obtain lock",
        Map.of(
            StageKind.LOAD,
            List.of(
                "ERROR: 1023 DETAIL: Serializable isolation violation on table",
                "ERROR: canceling statement due to lock wait: could not obtain lock on relation"),
            StageKind.TRANSFORM,
            List.of("BatchUpdateException: Deadlock found when trying to get lock"),
            StageKind.SERVE,
            List.of("deadlock detected; transaction was rolled back")));
    say(
        ErrorType.QUOTA,
        "quota reached",
        Map.of(
            StageKind.TRANSFORM,
            List.of(
                "ConcurrentRunsExceededException: Concurrent runs exceeded for the job",
                "ResourceNumberLimitExceededException: DPU quota of the account is reached"),
            StageKind.LOAD,
            List.of("ERROR: quota of the workgroup is used up: RPU hours"),
            StageKind.INGEST,
            List.of("ReplicationInstance storage quota exceeded"),
            StageKind.ORCHESTRATE,
            List.of("pod was not admitted: exceeded quota: compute, requests.cpu")));
    say(
        ErrorType.BAD_DEPLOY,
        "process exited with code 1 shortly after its start",
        Map.of(
            StageKind.TRANSFORM,
            List.of(
                "java.lang.NoSuchMethodError: com.shop.etl.Orders.total()",
                "ModuleNotFoundError: No module named 'shop_etl.pricing'"),
            StageKind.STREAM,
            List.of("CrashLoopBackOff: back-off restarting failed container"),
            StageKind.SERVE,
            List.of("CrashLoopBackOff: readiness probe failed with status 500"),
            StageKind.ORCHESTRATE,
            List.of("Broken DAG: ImportError: cannot import name 'orders'")));
    say(ErrorType.UNKNOWN, "the run ended with exit code 1", Map.of());
  }

  private Messages() {}

  private static void say(ErrorType type, String otherwise, Map<StageKind, List<String>> byKind) {
    Map<StageKind, List<String>> all = new EnumMap<>(StageKind.class);
    for (StageKind kind : StageKind.values()) {
      all.put(kind, byKind.getOrDefault(kind, List.of(otherwise)));
    }
    ALL.put(type, all);
  }

  /** All that may be said; an empty text where nothing is. */
  public static List<String> of(ErrorType shown, StageKind kind) {
    return ALL.get(shown).get(kind);
  }
}
