package dev.prunella.app;

import dev.prunella.app.replay.ReplayVerb;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line: one verb a subcommand. */
@Command(
    name = "prunella",
    description = "Self-healing for data pipelines.",
    mixinStandardHelpOptions = true,
    subcommands = {ReplayVerb.class},
    version = "prunella 0.1.0-SNAPSHOT")
public final class Prunella implements Runnable {

  public static void main(String[] args) {
    System.exit(new CommandLine(new Prunella()).execute(args));
  }

  @Override
  public void run() {
    CommandLine.usage(this, System.out);
  }
}
