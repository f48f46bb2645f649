package dev.prunella.app.chaos.check;

import dev.prunella.schemas.Command;
import dev.prunella.schemas.Decision;
import dev.prunella.schemas.DecisionKind;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Each command was decided: its decision is in the topic, or, where a restart took that back, the
 * log has another one for the same step. Each decision that was sent has its command. A command
 * comes again only where something began anew, and never where it was promised to come once.
 */
final class CommandsAndDecisions implements Invariant {

  @Override
  public void check(Testimony said, Consumer<Violation> broken) {
    Map<String, Command> commands = repeated(said, broken);
    Set<String> decided = new HashSet<>();
    for (Written<Decision> entry : said.tape().decisions()) {
      if (entry.value().getSent()) {
        decided.add(entry.value().getIntended().getId());
      }
    }
    Set<String> steps = new HashSet<>();
    for (DecisionLog log : DecisionLog.of(said).values()) {
      for (Decision entry : log.entries()) {
        if (entry.getKind() == DecisionKind.DECIDED) {
          steps.add(step(entry.getIncident(), entry.getStep()));
        }
        if (entry.getSent() && !commands.containsKey(entry.getIntended().getId())) {
          broken.accept(
              new Violation(
                  Promise.NO_COMMAND_IS_LOST,
                  entry.getIntended().getId(),
                  "entry %d of %s says that it was sent; it never came"
                      .formatted(entry.getSequence(), entry.getFleet())));
        }
      }
    }
    for (Command command : commands.values()) {
      if (!decided.contains(command.getId())
          && !steps.contains(step(command.getIncident(), command.getStep()))) {
        broken.accept(
            new Violation(
                Promise.EVERY_COMMAND_IS_DECIDED,
                command.getId(),
                "no decision is about %s".formatted(about(command))));
      }
    }
  }

  private static Map<String, Command> repeated(Testimony said, Consumer<Violation> broken) {
    Map<String, Command> commands = new LinkedHashMap<>();
    for (Written<Command> written : said.tape().commands()) {
      Command command = written.value();
      Command before = commands.putIfAbsent(command.getId(), command);
      if (before == null) {
        continue;
      }
      String what = "";
      if (said.exactlyOnce()) {
        what = "it came again, where each was promised once";
      } else if (!said.excuses(written.at())) {
        what = "it came again, and nothing had failed";
      } else if (!about(before).equals(about(command))) {
        what = "it was %s, and came again as %s".formatted(about(before), about(command));
      }
      if (!what.isEmpty()) {
        broken.accept(
            new Violation(Promise.NO_COMMAND_IS_REPEATED_WITHOUT_CAUSE, command.getId(), what));
      }
    }
    return commands;
  }

  private static String step(String incident, int step) {
    return incident + " " + step;
  }

  private static String about(Command command) {
    return "%s on %s for step %d of incident %s"
        .formatted(
            command.getAction(), command.getTarget(), command.getStep(), command.getIncident());
  }
}
