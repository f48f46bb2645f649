package dev.prunella.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.prunella.schemas.Telemetry;
import dev.prunella.settings.ClientProperties;
import dev.prunella.settings.Connection.RecordFormat;
import dev.prunella.settings.Connection.Registry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CodecSupplierTest {

  /** A job that is restored while the registry is away makes its writers anew. */
  @Test
  void shouldWriteWithoutTheRegistryOnceItHasAskedIt() throws Exception {
    CodecSupplier<Telemetry> supplier;
    try (StubRegistry registry = new StubRegistry()) {
      registry.answer(200, "{\"id\":258}");
      supplier = of("http://" + registry.address(), RecordFormat.AVRO).prepared();
    }

    byte[] bytes = throughTheNetwork(supplier).writer().encode(Fixtures.MEASUREMENT);

    assertEquals(258, ByteBuffer.wrap(bytes).getInt(1));
  }

  @Test
  void shouldSayAtOnceThatTheRegistryIsAway() {
    assertThrows(
        RegistryException.class, () -> of("http://localhost:1", RecordFormat.AVRO).prepared());
  }

  @Test
  void shouldNotAskForWhatIsJson() {
    byte[] bytes =
        of("http://localhost:1", RecordFormat.JSON)
            .prepared()
            .writer()
            .encode(Fixtures.MEASUREMENT);

    assertEquals('{', bytes[0]);
  }

  private static CodecSupplier<Telemetry> of(String url, RecordFormat format) {
    Registry registry = new Registry(url, new ClientProperties(Map.of()));
    return new CodecSupplier<>(Telemetry.class, "telemetry", format, Optional.of(registry));
  }

  @SuppressWarnings("unchecked")
  private static CodecSupplier<Telemetry> throughTheNetwork(CodecSupplier<Telemetry> supplier)
      throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(supplier);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (CodecSupplier<Telemetry>) in.readObject();
    }
  }
}
