package dev.prunella.plant.evaluate;

import dev.prunella.plant.Plant;
import dev.prunella.plant.scenario.Scenario;
import dev.prunella.schemas.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Names for what results follow from: 16 hexadecimal digits that differ when it does. Whoever
 * changes a policy can show with them that the plant is still the one of before.
 */
public final class Fingerprint {

  /** Where the build leaves a copy of the sources: bytecode differs between compilers. */
  private static final String SOURCES = "META-INF/sources/dev/prunella/plant";

  /** Packages of this module that act or measure, and are no part of the plant. */
  private static final Set<String> NOT_PLANT = Set.of("baseline", "evaluate", "rehearsal");

  private static final int DIGITS = 16;

  private Fingerprint() {}

  /** Of the simulated plant: its sources, with the faults, the worlds and their ranges. */
  public static String ofPlant() {
    return of(
        List.of(Plant.class),
        SOURCES,
        path -> path.endsWith(".java") && !NOT_PLANT.contains(path.split("/")[0]));
  }

  /** Of all code that a result follows from: plant, policies and the loop. */
  public static String ofCode() {
    return of(
        List.of(Command.class, dev.prunella.heal.Healing.class, Plant.class),
        "dev/prunella",
        path -> path.endsWith(".class"));
  }

  /** Of a scenario: of all that it says, in whatever order its file says it. */
  public static String of(Scenario scenario) {
    return digest(List.of(canonical(scenario)));
  }

  static String digest(List<String> parts) {
    MessageDigest digest = sha256();
    for (String part : parts) {
      digest.update(part.getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0);
    }
    return HexFormat.of().formatHex(digest.digest()).substring(0, DIGITS);
  }

  private static String of(List<Class<?>> modules, String folder, Predicate<String> counts) {
    MessageDigest digest = sha256();
    try {
      for (Class<?> module : modules) {
        Path place = Path.of(module.getProtectionDomain().getCodeSource().getLocation().toURI());
        if (Files.isDirectory(place)) {
          addAll(digest, place.resolve(folder), counts);
        } else {
          URI jar = URI.create("jar:" + place.toUri());
          try (FileSystem files = FileSystems.newFileSystem(jar, Map.of())) {
            addAll(digest, files.getPath(folder), counts);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the code cannot be read, so results cannot be told apart", e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException("the code lies at no path", e);
    }
    return HexFormat.of().formatHex(digest.digest()).substring(0, DIGITS);
  }

  private static void addAll(MessageDigest digest, Path folder, Predicate<String> counts)
      throws IOException {
    Map<String, Path> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(folder)) {
      all.filter(Files::isRegularFile)
          .forEach(file -> files.put(folder.relativize(file).toString().replace('\\', '/'), file));
    }
    for (Map.Entry<String, Path> file : files.entrySet()) {
      if (counts.test(file.getKey())) {
        digest.update(file.getKey().getBytes(StandardCharsets.UTF_8));
        digest.update(withoutReturns(Files.readAllBytes(file.getValue()), file.getKey()));
      }
    }
  }

  /** A source that was checked out with other ends of lines is the same. */
  private static byte[] withoutReturns(byte[] bytes, String name) {
    return name.endsWith(".java")
        ? new String(bytes, StandardCharsets.UTF_8)
            .replace("\r", "")
            .getBytes(StandardCharsets.UTF_8)
        : bytes;
  }

  /** A value as text that is the same in every process: sets and maps have an order in it. */
  private static String canonical(Object value) {
    if (value instanceof Record one) {
      return Stream.of(one.getClass().getRecordComponents())
          .map(component -> component.getName() + "=" + canonical(part(one, component)))
          .collect(Collectors.joining(",", "{", "}"));
    }
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(entry -> canonical(entry.getKey()) + ":" + canonical(entry.getValue()))
          .sorted()
          .collect(Collectors.joining(",", "{", "}"));
    }
    if (value instanceof Collection<?> many) {
      Stream<String> texts = many.stream().map(Fingerprint::canonical);
      texts = many instanceof Set<?> ? texts.sorted(Comparator.naturalOrder()) : texts;
      return texts.collect(Collectors.joining(",", "[", "]"));
    }
    return String.valueOf(value);
  }

  private static Object part(Record one, RecordComponent component) {
    try {
      return component.getAccessor().invoke(one);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("a scenario has a part that is not public: " + component, e);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
