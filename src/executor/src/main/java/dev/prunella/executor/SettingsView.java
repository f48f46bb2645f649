package dev.prunella.executor;

import dev.prunella.monitor.Checks;
import dev.prunella.monitor.SettingsKeys;
import dev.prunella.schemas.MalformedRecordException;
import dev.prunella.schemas.RecordCodec;
import dev.prunella.schemas.Settings;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The settings as they are now. A part that cannot be read might be the one that forbids, so it
 * closes its fleet until a readable one replaces it. Not thread-safe.
 */
final class SettingsView {
  private static final Logger LOG = LoggerFactory.getLogger(SettingsView.class);

  private final RecordCodec<Settings> codec;

  /** By fleet, then by part; empty where the newest document cannot be read. */
  private final Map<String, Map<String, Optional<Settings>>> fleets = new HashMap<>();

  /** What was worked out from the parts, until one of them changes. */
  private final Map<String, FleetRules> rules = new HashMap<>();

  SettingsView(RecordCodec<Settings> codec) {
    this.codec = codec;
  }

  /** One record of the topic; a null value takes the part back. */
  void take(byte[] key, byte[] value) {
    Settings place = key == null ? null : SettingsKeys.removal(key, Instant.EPOCH);
    if (place == null) {
      LOG.warn(
          "a record of the settings has the key '{}', which is not fleet/part: it says nothing",
          key == null ? "" : new String(key, StandardCharsets.UTF_8));
      return;
    }
    Map<String, Optional<Settings>> parts =
        fleets.computeIfAbsent(place.getFleet(), f -> new TreeMap<>());
    rules.remove(place.getFleet());
    if (value == null) {
      parts.remove(place.getPart());
      return;
    }
    try {
      Settings part = codec.decode(value);
      Checks.settings(part, Instant.MAX);
      boolean itsOwn =
          part.getFleet().equals(place.getFleet()) && part.getPart().equals(place.getPart());
      parts.put(place.getPart(), itsOwn ? Optional.of(part) : Optional.empty());
    } catch (MalformedRecordException e) {
      LOG.warn(
          "the settings {}/{} cannot be read, so nothing is done in the fleet: {}",
          place.getFleet(),
          place.getPart(),
          e.getMessage());
      parts.put(place.getPart(), Optional.empty());
    }
  }

  /** A part of the fleet that cannot be read, if there is one. */
  Optional<String> unreadablePart(String fleet) {
    return parts(fleet).entrySet().stream()
        .filter(part -> part.getValue().isEmpty())
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /** What holds in the fleet; nothing is allowed in one that the settings do not name. */
  FleetRules of(String fleet) {
    FleetRules known = rules.get(fleet);
    if (known == null) {
      known = FleetRules.of(parts(fleet).values().stream().flatMap(Optional::stream).toList());
      if (fleets.containsKey(fleet)) {
        rules.put(fleet, known); // names that nobody set come from commands, without end
      }
    }
    return known;
  }

  boolean isSet(String fleet) {
    return !parts(fleet).isEmpty();
  }

  private Map<String, Optional<Settings>> parts(String fleet) {
    return fleets.getOrDefault(fleet, Map.of());
  }
}
