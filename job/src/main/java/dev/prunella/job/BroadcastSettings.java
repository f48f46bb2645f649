package dev.prunella.job;

import dev.prunella.job.serde.RecordTypeInfo;
import dev.prunella.monitor.SettingsKeys;
import dev.prunella.schemas.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ReadOnlyBroadcastState;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * The settings as every parallel instance of DETECT and DRIFT knows them: the newest document of
 * each part, by fleet/part.
 */
final class BroadcastSettings {

  static final MapStateDescriptor<String, Settings> STATE =
      new MapStateDescriptor<>("settings", Types.STRING, RecordTypeInfo.ofRecord(Settings.class));

  private BroadcastSettings() {}

  static void update(BroadcastState<String, Settings> state, Settings part) throws Exception {
    String key = part.getFleet() + "/" + part.getPart();
    if (SettingsKeys.isRemoval(part)) {
      state.remove(key);
    } else {
      state.put(key, part);
    }
  }

  static List<Settings> all(ReadOnlyBroadcastState<String, Settings> state) throws Exception {
    List<Settings> parts = new ArrayList<>();
    for (Map.Entry<String, Settings> part : state.immutableEntries()) {
      parts.add(part.getValue());
    }
    return parts;
  }
}
