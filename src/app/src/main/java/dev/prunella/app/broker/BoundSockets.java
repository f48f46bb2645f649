package dev.prunella.app.broker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.server.ServerSocketFactory;

/**
 * Sockets that are bound before the broker's configuration is written, because the configuration
 * has to name the ports and no one else may take them in between.
 */
final class BoundSockets implements ServerSocketFactory, AutoCloseable {

  private final Map<String, ServerSocketChannel> waiting = new LinkedHashMap<>();
  private final Map<String, Integer> ports = new LinkedHashMap<>();

  private BoundSockets() {}

  /**
   * Binds a port of localhost for each listener.
   *
   * @param wanted the port of each, 0 for a free one
   */
  static BoundSockets bind(Map<String, Integer> wanted) throws IOException {
    BoundSockets sockets = new BoundSockets();
    try {
      for (Map.Entry<String, Integer> listener : wanted.entrySet()) {
        sockets.bind(listener.getKey(), listener.getValue());
      }
      return sockets;
    } catch (IOException e) {
      sockets.close();
      throw e;
    }
  }

  /** Binds the same ports again, once whoever they were handed to has closed them. */
  void bindAgain() throws IOException {
    for (Map.Entry<String, Integer> port : ports.entrySet()) {
      bind(port.getKey(), port.getValue());
    }
  }

  private void bind(String listener, int port) throws IOException {
    ServerSocketChannel channel = ServerSocketChannel.open();
    waiting.put(listener, channel);
    channel.bind(new InetSocketAddress(InetAddress.getByName("localhost"), port));
    ports.put(listener, channel.socket().getLocalPort());
  }

  /** The listener's address, as host:port. */
  String address(String listener) {
    return "localhost:" + ports.get(listener);
  }

  /** Hands the listener's socket over; from then on it is the broker's to close. */
  @Override
  public ServerSocketChannel openServerSocket(
      String listener, InetSocketAddress address, int backlog, int receiveBuffer)
      throws IOException {
    ServerSocketChannel channel = waiting.remove(listener);
    if (channel == null) {
      throw new IOException("no socket is bound for listener " + listener);
    }
    channel.configureBlocking(false);
    return channel;
  }

  /** Closes the sockets that were not handed over. */
  @Override
  public void close() {
    for (ServerSocketChannel channel : waiting.values()) {
      try {
        channel.close();
      } catch (IOException e) {
        // Nothing is lost: the socket was never used.
      }
    }
    waiting.clear();
  }
}
