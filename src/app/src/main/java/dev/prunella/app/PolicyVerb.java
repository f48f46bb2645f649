package dev.prunella.app;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What a fleet has learned, as a thing. */
@Command(
    name = "policy",
    description = "Hands a fleet what was learned elsewhere.",
    subcommands = {PolicyImportVerb.class},
    footer = {"  ./prunella policy import policy.json --fleet shop"})
final class PolicyVerb implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say what to do with a policy: import");
  }
}
