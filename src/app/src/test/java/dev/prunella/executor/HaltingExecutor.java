package dev.prunella.executor;

import dev.prunella.settings.Configuration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An executor in a process of its own that dies without a word at one seam: SEAM KEY=VALUE... */
public final class HaltingExecutor {

  private HaltingExecutor() {}

  public static void main(String[] args) throws Exception {
    Seam last = Seam.valueOf(args[0]);
    Map<String, String> overrides = new HashMap<>();
    for (String override : List.of(args).subList(1, args.length)) {
      int equals = override.indexOf('=');
      overrides.put(override.substring(0, equals), override.substring(equals + 1));
    }
    CommandExecutor.start(
            Configuration.load(overrides).connection(),
            List.of(),
            outcome -> {},
            seam -> {
              if (seam == last) {
                Runtime.getRuntime().halt(137);
              }
            })
        .await();
  }
}
