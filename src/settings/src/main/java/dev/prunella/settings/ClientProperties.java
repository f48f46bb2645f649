package dev.prunella.settings;

import java.util.Map;
import java.util.TreeMap;

/**
 * Properties of a client, with resolved secrets. Its text form names the properties and never shows
 * a value, so that it may be logged.
 *
 * @param values the properties
 */
public record ClientProperties(Map<String, String> values) {

  public ClientProperties {
    values = Map.copyOf(values);
  }

  @Override
  public String toString() {
    return "ClientProperties" + new TreeMap<>(values).keySet();
  }
}
