package dev.prunella.app;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ScopeType;

/** The command line: one verb a subcommand. */
@Command(
    name = "prunella",
    description = "Self-healing for data pipelines.",
    mixinStandardHelpOptions = true,
    version = "prunella 0.1.0-SNAPSHOT",
    descriptionHeading = "%n",
    optionListHeading = "%n",
    commandListHeading = "%nVerbs:%n",
    footerHeading = "%n",
    footer = {
      "`./prunella verify` builds everything and passes all tests. The README begins at the beginning."
    },
    scope = ScopeType.INHERIT,
    subcommands = {
      DemoVerb.class,
      ReplayVerb.class,
      EvaluateVerb.class,
      RunVerb.class,
      ClusterVerb.class,
      SubmitVerb.class,
      ExecuteVerb.class,
      ChaosVerb.class,
      CheckVerb.class,
      ApplyVerb.class,
      AutonomyVerb.class,
      FreezeVerb.class,
      OrderVerb.class,
      TrainVerb.class,
      PolicyVerb.class,
      ExplainVerb.class,
      TopicsVerb.class,
      BenchVerb.class
    })
public final class Prunella implements Runnable {

  private static final int WIDTH = 100;

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** The command line with every verb, and failures as lines instead of stack traces. */
  static CommandLine commandLine() {
    Failures failures = new Failures();
    return new CommandLine(new Prunella())
        .setExecutionExceptionHandler(failures)
        .setParameterExceptionHandler(failures)
        .setUsageHelpWidth(WIDTH);
  }

  @Override
  public void run() {
    CommandLine.usage(this, System.out);
  }
}
