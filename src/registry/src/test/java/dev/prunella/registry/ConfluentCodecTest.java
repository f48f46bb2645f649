package dev.prunella.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.prunella.schemas.AnyCodec;
import dev.prunella.schemas.DeadLetterReason;
import dev.prunella.schemas.MalformedRecordException;
import dev.prunella.schemas.RecordCodec;
import dev.prunella.schemas.Telemetry;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfluentCodecTest {

  private final AtomicLong clock = new AtomicLong();
  private final StubRegistry stub;

  ConfluentCodecTest() throws Exception {
    stub = new StubRegistry();
  }

  @AfterEach
  void close() {
    stub.close();
  }

  @Test
  void shouldReadWhatItWroteAndAskForEachIdOnce() throws MalformedRecordException {
    ConfluentCodec<Telemetry> writer = codec(Map.of(), true);
    stub.answer(200, "{\"id\":258}");
    byte[] bytes = writer.encode(Fixtures.MEASUREMENT);
    writer.encode(Fixtures.MEASUREMENT);
    assertEquals(0, bytes[0]);
    assertEquals(258, ByteBuffer.wrap(bytes).getInt(1));
    assertEquals(1, stub.requests().size());
    assertTrue(stub.requests().get(0).startsWith("POST /subjects/telemetry-value/versions"));

    stub.answerSchema(Telemetry.getClassSchema().toString());
    ConfluentCodec<Telemetry> reader = codec(Map.of(), true);
    assertEquals(Fixtures.MEASUREMENT, reader.decode(bytes));
    assertEquals(Fixtures.MEASUREMENT, reader.decode(bytes));
    assertEquals(2, stub.requests().size(), stub.requests().toString());
    assertTrue(stub.requests().get(1).startsWith("GET /schemas/ids/258"));
  }

  @Test
  void shouldReadWhatAnOlderWriterWrote() throws Exception {
    stub.answerSchema(Fixtures.OLDER.toString());
    assertEquals(Fixtures.MEASUREMENT, codec(Map.of(), true).decode(Fixtures.writtenByOlder(3)));
  }

  @Test
  void shouldBeFoundByItsFirstByte() throws Exception {
    stub.answerSchema(Fixtures.OLDER.toString());
    RecordCodec<Telemetry> any =
        new AnyCodec<>(Telemetry.class, RecordCodec.DEFAULT_MAX_BYTES, codec(Map.of(), true));
    assertEquals(Fixtures.MEASUREMENT, any.decode(Fixtures.writtenByOlder(3)));
  }

  @Test
  void shouldOnlyLookUpWhenItMayNotRegister() {
    ConfluentCodec<Telemetry> codec = codec(Map.of(), false);
    stub.answer(404, "{\"error_code\":40401,\"message\":\"Subject not found\"}");
    RegistryException e =
        assertThrows(RegistryException.class, () -> codec.encode(Fixtures.MEASUREMENT));
    assertTrue(
        e.getMessage().contains("does not have this schema under telemetry-value"), e.getMessage());
    assertTrue(e.getMessage().contains("register the newest contract"), e.getMessage());
    assertTrue(stub.requests().get(0).startsWith("POST /subjects/telemetry-value?"));

    stub.answer(200, "{\"subject\":\"telemetry-value\",\"version\":1,\"id\":9,\"schema\":\"\"}");
    assertEquals(9, ByteBuffer.wrap(codec.encode(Fixtures.MEASUREMENT)).getInt(1));
  }

  @Test
  void shouldSayThatTheSubjectRefusesTheSchemaAndGoOnReading() throws Exception {
    ConfluentCodec<Telemetry> codec = codec(Map.of(), true);
    stub.answer(409, "{\"error_code\":409,\"message\":\"incompatible with version 3\"}");
    RegistryException e =
        assertThrows(RegistryException.class, () -> codec.encode(Fixtures.MEASUREMENT));
    assertTrue(e.getMessage().contains("incompatible with version 3"), e.getMessage());

    stub.answerSchema(Fixtures.OLDER.toString());
    assertEquals(Fixtures.MEASUREMENT, codec.decode(Fixtures.writtenByOlder(3)));
  }

  @Test
  void shouldNotAskAgainForAnUnknownIdUntilSomeTimeHasPassed() throws Exception {
    ConfluentCodec<Telemetry> codec = codec(Map.of(), true);
    byte[] bytes = Fixtures.writtenByOlder(77);
    stub.answer(404, "{\"error_code\":40403,\"message\":\"Schema not found\"}");
    assertRefused(codec, bytes, DeadLetterReason.UNKNOWN_SCHEMA, "no schema with the id 77");
    assertRefused(codec, bytes, DeadLetterReason.UNKNOWN_SCHEMA, "no schema with the id 77");
    assertEquals(1, stub.requests().size());

    clock.addAndGet(SchemaRegistry.FORGET_UNKNOWN.toNanos());
    stub.answerSchema(Fixtures.OLDER.toString());
    assertEquals(Fixtures.MEASUREMENT, codec.decode(bytes));
  }

  @Test
  void shouldRefuseSchemasThatAreNotWholeAvro() {
    byte[] bytes = Fixtures.withId(5);
    stub.answer(200, "{\"schemaType\":\"PROTOBUF\",\"schema\":\"message A {}\"}");
    assertRefused(codec(Map.of(), true), bytes, DeadLetterReason.UNKNOWN_SCHEMA, "in PROTOBUF");
    stub.answer(200, "{\"schema\":\"{\\\"type\\\":\\\"nothing\\\"}\"}");
    assertRefused(codec(Map.of(), true), bytes, DeadLetterReason.UNKNOWN_SCHEMA, "cannot parse");
    stub.answer(
        200,
        "{\"schema\":\"\\\"A\\\"\",\"references\":[{\"name\":\"A\",\"subject\":\"a\",\"version\":1}]}");
    assertRefused(codec(Map.of(), true), bytes, DeadLetterReason.UNKNOWN_SCHEMA, "one document");
    stub.answerSchema("\"string\"");
    assertRefused(codec(Map.of(), true), bytes, DeadLetterReason.NOT_AVRO, "Telemetry");
  }

  @Test
  void shouldLeaveAFailingRegistryAloneForAWhile() throws Exception {
    ConfluentCodec<Telemetry> codec = codec(Map.of(), true);
    byte[] bytes = Fixtures.writtenByOlder(3);
    stub.answer(503, "overloaded");
    assertRefused(codec, bytes, DeadLetterReason.REGISTRY_UNREACHABLE, "answered 503");
    int asked = stub.requests().size();
    for (int id = 10; id < 1000; id++) {
      assertRefused(
          codec, Fixtures.withId(id), DeadLetterReason.REGISTRY_UNREACHABLE, "answered 503");
    }
    assertEquals(asked, stub.requests().size());
    assertThrows(RegistryException.class, () -> codec.encode(Fixtures.MEASUREMENT));

    stub.answerSchema(Fixtures.OLDER.toString());
    clock.addAndGet(SchemaRegistry.PAUSE.toNanos());
    assertEquals(Fixtures.MEASUREMENT, codec.decode(bytes));
  }

  @Test
  void shouldNotWaitLongForARegistryThatHangs() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      String url = "http://localhost:" + silent.getLocalPort();
      Map<String, String> config = Map.of("http.read.timeout.ms", "300");
      ConfluentCodec<Telemetry> codec = codec(new SchemaRegistry(url, config, clock::get), true);
      long start = System.nanoTime();
      for (int i = 0; i < 10_000; i++) {
        assertRefused(
            codec, Fixtures.withId(i), DeadLetterReason.REGISTRY_UNREACHABLE, "timed out");
      }
      long millis = Duration.ofNanos(System.nanoTime() - start).toMillis();
      assertTrue(millis < 5000, "took " + millis + " ms");
    }
  }

  @Test
  void shouldSayThatTheRegistryCannotBeReached() throws Exception {
    int port;
    try (ServerSocket closed = new ServerSocket(0)) {
      port = closed.getLocalPort();
    }
    ConfluentCodec<Telemetry> codec =
        codec(new SchemaRegistry("http://me:secret@localhost:" + port, Map.of()), true);
    MalformedRecordException e =
        assertThrows(MalformedRecordException.class, () -> codec.decode(Fixtures.withId(3)));
    assertEquals(DeadLetterReason.REGISTRY_UNREACHABLE, e.reason());
    assertTrue(e.getMessage().contains("http://localhost:" + port), e.getMessage());
    assertTrue(e.getMessage().contains("replay"), e.getMessage());
    assertFalse(e.getMessage().contains("secret"), e.getMessage());
  }

  @Test
  void shouldSendBasicCredentials() throws Exception {
    String credentials =
        Base64.getEncoder().encodeToString("me:secret".getBytes(StandardCharsets.UTF_8));
    stub.require("Basic " + credentials);
    stub.answerSchema(Fixtures.OLDER.toString());
    Map<String, String> config =
        Map.of("basic.auth.credentials.source", "USER_INFO", "basic.auth.user.info", "me:secret");
    assertEquals(Fixtures.MEASUREMENT, codec(config, true).decode(Fixtures.writtenByOlder(3)));

    assertRefused(
        codec(Map.of(), true),
        Fixtures.writtenByOlder(3),
        DeadLetterReason.REGISTRY_UNREACHABLE,
        "answered 401");
  }

  @Test
  void shouldSendABearerToken() throws Exception {
    stub.require("Bearer secret");
    stub.answerSchema(Fixtures.OLDER.toString());
    Map<String, String> config =
        Map.of("bearer.auth.credentials.source", "STATIC_TOKEN", "bearer.auth.token", "secret");
    assertEquals(Fixtures.MEASUREMENT, codec(config, true).decode(Fixtures.writtenByOlder(3)));
  }

  @Test
  void shouldTrustWhomTheTrustStoreNames(@TempDir Path folder) throws Exception {
    Path store = keyStore(folder);
    try (StubRegistry https = new StubRegistry(httpsServer(store))) {
      https.answerSchema(Fixtures.OLDER.toString());
      String url = "https://localhost:" + https.address().replaceAll(".*:", "");
      Map<String, String> config =
          Map.of(
              "ssl.truststore.location", store.toString(),
              "ssl.truststore.password", "secret",
              "ssl.truststore.type", "PKCS12");
      ConfluentCodec<Telemetry> trusting = codec(new SchemaRegistry(url, config, clock::get), true);
      assertEquals(Fixtures.MEASUREMENT, trusting.decode(Fixtures.writtenByOlder(3)));

      ConfluentCodec<Telemetry> wary = codec(new SchemaRegistry(url, Map.of(), clock::get), true);
      assertRefused(
          wary, Fixtures.writtenByOlder(3), DeadLetterReason.REGISTRY_UNREACHABLE, "PKIX");
    }
  }

  @Test
  void shouldRefuseWhatIsNotWhole() throws Exception {
    stub.answerSchema(Fixtures.OLDER.toString());
    ConfluentCodec<Telemetry> codec = codec(Map.of(), true);
    byte[] bytes = Fixtures.writtenByOlder(3);
    for (int length = 1; length < bytes.length; length++) {
      assertRefused(codec, Arrays.copyOf(bytes, length), DeadLetterReason.NOT_AVRO, "; ");
    }
    assertRefused(codec, new byte[0], DeadLetterReason.EMPTY, "empty");
    assertRefused(
        codec,
        new byte[RecordCodec.DEFAULT_MAX_BYTES + 1],
        DeadLetterReason.TOO_LARGE,
        "1048577 bytes");
  }

  private ConfluentCodec<Telemetry> codec(Map<String, String> config, boolean register) {
    return codec(new SchemaRegistry("http://" + stub.address(), config, clock::get), register);
  }

  private static ConfluentCodec<Telemetry> codec(SchemaRegistry registry, boolean register) {
    return new ConfluentCodec<>(
        Telemetry.class, registry, "telemetry", register, RecordCodec.DEFAULT_MAX_BYTES);
  }

  static void assertRefused(
      RecordCodec<?> codec, byte[] bytes, DeadLetterReason reason, String inMessage) {
    MalformedRecordException e =
        assertThrows(MalformedRecordException.class, () -> codec.decode(bytes));
    assertEquals(reason, e.reason(), e.getMessage());
    assertTrue(e.getMessage().contains(inMessage), e.getMessage());
  }

  private static Path keyStore(Path folder) throws Exception {
    Path store = folder.resolve("store.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "stub",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "SAN=dns:localhost",
                "-keystore",
                store.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                "secret")
            .redirectErrorStream(true)
            .start();
    String output = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, keytool.waitFor(), output);
    return store;
  }

  private static HttpsServer httpsServer(Path store) throws Exception {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, "secret".toCharArray());
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, "secret".toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    return server;
  }
}
