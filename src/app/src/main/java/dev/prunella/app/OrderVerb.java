package dev.prunella.app;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Says something to Prunella once. */
@Command(
    name = "order",
    description = "Tells Prunella something once: leave a stage alone, or that it was mistaken.",
    subcommands = {HandsOffVerb.class, WrongVerb.class, FalseAlarmVerb.class},
    footer = {
      "Orders are records of the topic orders, with the name of who gives them.",
      "",
      "  ./prunella order hands-off orders/load --for 2h --note 'vacuum is running'",
      "  ./prunella order wrong 3f2a                 the beginning of an incident's id is enough",
      "  ./prunella order false-alarm 3f2a"
    })
final class OrderVerb implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "say what to order: hands-off, wrong or false-alarm");
  }
}
