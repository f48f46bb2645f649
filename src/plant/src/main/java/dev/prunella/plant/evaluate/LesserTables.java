package dev.prunella.plant.evaluate;

import dev.prunella.plant.baseline.DecisionTable;
import dev.prunella.plant.baseline.DecisionTable.Case;
import dev.prunella.schemas.Action;
import dev.prunella.schemas.ErrorType;
import dev.prunella.schemas.RunbookRule;
import dev.prunella.schemas.RunbookSettings;
import dev.prunella.schemas.StageKind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Tables as teams would have them who know less than could be known. */
final class LesserTables {

  private LesserTables() {}

  /**
   * The table as somebody wrote it who knew only so much: the other rows begin with an action at
   * random.
   *
   * @param quality share of the rows that stay, 0 to 1
   */
  static DecisionTable ofQuality(DecisionTable table, double quality) {
    List<Action> remedies = new ArrayList<>(List.of(Action.values()));
    remedies.removeAll(List.of(Action.UNKNOWN, Action.WAIT, Action.PAGE_HUMAN));
    DecisionTable worse = table;
    for (Map.Entry<Case, List<Action>> row : table.rows().entrySet()) {
      SplittableRandom random = new SplittableRandom(row.getKey().toString().hashCode());
      if (random.nextDouble() >= quality) {
        List<Action> steps = new ArrayList<>(row.getValue());
        Action first = remedies.get(random.nextInt(remedies.size()));
        steps.remove(first);
        steps.add(0, first);
        worse = worse.with(row.getKey(), steps.subList(0, Math.min(3, steps.size())));
      }
    }
    return worse;
  }

  /** The same as a team's runbook, which has one row for an error type: that of most stages. */
  static RunbookSettings runbook(DecisionTable table) {
    Map<ErrorType, List<Action>> rules = new EnumMap<>(ErrorType.class);
    for (StageKind kind :
        List.of(StageKind.UNKNOWN, StageKind.LOAD, StageKind.INGEST, StageKind.TRANSFORM)) {
      for (Map.Entry<Case, List<Action>> row : table.rows().entrySet()) {
        boolean said = !row.getValue().isEmpty();
        if (row.getKey().kind() == kind && said) {
          rules.put(row.getKey().errorType(), row.getValue());
        }
      }
    }
    List<RunbookRule> list = new ArrayList<>();
    rules.forEach((type, actions) -> list.add(new RunbookRule(type, actions)));
    return new RunbookSettings(list);
  }
}
