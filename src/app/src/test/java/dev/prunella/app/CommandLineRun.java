package dev.prunella.app;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import picocli.CommandLine;

/** One run of the command line, as a shell sees it. */
record CommandLineRun(int exitCode, String out, String err) {

  static CommandLineRun of(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine prunella =
        Prunella.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    int exitCode = prunella.execute(arguments);
    return new CommandLineRun(exitCode, out.toString(), err.toString());
  }

  List<String> lines() {
    return out.lines().toList();
  }
}
