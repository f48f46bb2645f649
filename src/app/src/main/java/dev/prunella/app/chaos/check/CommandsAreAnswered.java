package dev.prunella.app.chaos.check;

import dev.prunella.schemas.Command;
import dev.prunella.schemas.Outcome;
import dev.prunella.schemas.OutcomeStatus;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Each command has an end, one that was carried out has one end alone, and what is said of it
 * agrees with what the service saw.
 */
final class CommandsAreAnswered implements Invariant {

  private static final Set<OutcomeStatus> REFUSED =
      EnumSet.of(OutcomeStatus.REJECTED, OutcomeStatus.EXPIRED);

  @Override
  public void check(Testimony said, Consumer<Violation> broken) {
    Map<String, Set<OutcomeStatus>> outcomes = new HashMap<>();
    for (Written<Outcome> written : said.tape().outcomes()) {
      outcomes
          .computeIfAbsent(
              written.value().getCommandId(), id -> EnumSet.noneOf(OutcomeStatus.class))
          .add(written.value().getStatus());
    }
    Set<String> called = said.calls().stream().map(Call::id).collect(Collectors.toSet());
    Set<String> ids = new LinkedHashSet<>();
    said.tape().commands().stream().map(Written::value).map(Command::getId).forEach(ids::add);
    ids.addAll(called);
    for (String id : ids) {
      String what = wrong(outcomes.getOrDefault(id, Set.of()), called.contains(id));
      if (!what.isEmpty()) {
        broken.accept(new Violation(Promise.EVERY_COMMAND_IS_ANSWERED, id, what));
      }
    }
  }

  private static String wrong(Set<OutcomeStatus> said, boolean called) {
    Set<OutcomeStatus> ends = EnumSet.noneOf(OutcomeStatus.class);
    ends.addAll(said);
    ends.remove(OutcomeStatus.ACCEPTED);
    if (ends.isEmpty()) {
      return "it has no end; all that is said of it is " + said;
    }
    ends.removeAll(REFUSED);
    if (ends.size() > 1) {
      return "it ended as each of " + ends;
    }
    if (called && ends.isEmpty()) {
      return "the service was asked for it, and all that is said of it is " + said;
    }
    if (!ends.isEmpty() && !said.contains(OutcomeStatus.ACCEPTED)) {
      return "it ended as %s and was never accepted".formatted(ends);
    }
    return ends.contains(OutcomeStatus.SUCCEEDED) && !called
        ? "it is said to have succeeded, and the service never heard of it"
        : "";
  }
}
