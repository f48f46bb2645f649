package dev.prunella.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.core.fs.FileSystem.WriteMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFolderTest {

  @TempDir private Path folder;

  @Test
  void shouldFindWhatFlinkWroteThereWhateverTheFolderIsCalled() throws Exception {
    try (StateFolder state = StateFolder.at(folder.resolve("a b%20c"))) {
      assertEquals(Optional.empty(), state.newestCheckpoint());

      var written = new org.apache.flink.core.fs.Path(state.uri() + "/chk-1/_metadata");
      try (FSDataOutputStream out =
          written.getFileSystem().create(written, WriteMode.NO_OVERWRITE)) {
        out.write(1);
      }

      assertEquals(Optional.of(state.uri() + "/chk-1"), state.newestCheckpoint());
      assertEquals(1, Files.size(folder.resolve("a b%20c/chk-1/_metadata")));
    }
  }

  @Test
  void shouldBeHeldByOneAtATime() throws Exception {
    Path shared = folder.resolve("shared");
    try (StateFolder first = StateFolder.at(shared)) {
      assertEquals(Optional.empty(), first.newestCheckpoint());
      Failure refused = assertThrows(Failure.class, () -> StateFolder.at(shared));
      assertEquals(
          "the state folder "
              + shared
              + " is in use by another run; end that one, or name another folder with --state",
          refused.getMessage());
    }
    StateFolder.at(shared).close();
  }
}
