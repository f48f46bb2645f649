package dev.prunella.job.state;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.flink.util.function.SupplierWithException;
import org.apache.flink.util.function.ThrowingRunnable;

/**
 * Flink's state says that it may throw anything; for what stands behind it that means that the task
 * is lost.
 */
final class Access {

  private Access() {}

  static <V> V get(SupplierWithException<V, Exception> access) {
    try {
      return access.get();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new UncheckedIOException("the job's state cannot be reached", new IOException(e));
    }
  }

  static void run(ThrowingRunnable<Exception> access) {
    get(
        () -> {
          access.run();
          return null;
        });
  }
}
