package dev.prunella.app;

import dev.prunella.app.cluster.ClusterException;
import dev.prunella.app.cluster.FlinkRestException;
import dev.prunella.job.PreflightException;
import dev.prunella.settings.ConfigurationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns what a verb throws into lines on standard error and an exit code. */
final class Failures implements IExecutionExceptionHandler, IParameterExceptionHandler {

  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

  @Override
  public int handleParseException(ParameterException thrown, String[] arguments) {
    CommandLine verb = thrown.getCommandLine();
    String name = verb.getCommandSpec().qualifiedName();
    verb.getErr().println(name + ": " + thrown.getMessage());
    if (!UnmatchedArgumentException.printSuggestions(thrown, verb.getErr())) {
      verb.getErr().println("Try: " + name + " --help");
    }
    return CommandLine.ExitCode.USAGE;
  }

  @Override
  public int handleExecutionException(Exception thrown, CommandLine verb, ParseResult parsed) {
    String name = verb.getCommandSpec().qualifiedName();
    if (thrown instanceof ConfigurationException mistakes) {
      mistakes.problems().forEach(problem -> verb.getErr().println(problem));
      return CommandLine.ExitCode.USAGE;
    }
    if (thrown instanceof Failure failure) {
      verb.getErr().println(name + ": " + failure.getMessage());
      return failure.exitCode();
    }
    if (thrown instanceof PreflightException
        || thrown instanceof ClusterException
        || thrown instanceof FlinkRestException) {
      verb.getErr().println(name + ": " + thrown.getMessage());
      return CommandLine.ExitCode.SOFTWARE;
    }
    LOG.error("{} met something unforeseen; please report it with these lines", name, thrown);
    return CommandLine.ExitCode.SOFTWARE;
  }
}
