package dev.prunella.job;

import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;

/** Where Flink keeps state: as objects, or as bytes that pass every serializer at each access. */
enum Backend {
  HEAP,
  ROCKSDB;

  StateBackend make() {
    return this == HEAP ? new HashMapStateBackend() : new EmbeddedRocksDBStateBackend();
  }
}
