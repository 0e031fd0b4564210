package dev.longhand.server;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Optional;

/** The keys of which a request must show one. */
final class ApiKeys {

  private static final String BEARER = "Bearer ";

  private final List<byte[]> digests;

  /**
   * @param keys none when all may ask
   */
  ApiKeys(Optional<List<String>> keys) {
    digests = keys.orElse(List.of()).stream().map(ApiKeys::digest).toList();
  }

  boolean areNeeded() {
    return !digests.isEmpty();
  }

  /** Compares with every key, and each in the same time however much of it is right. */
  boolean admit(String key) {
    if (!areNeeded()) {
      return true;
    }
    byte[] digest = digest(key);
    boolean known = false;
    for (byte[] each : digests) {
      known |= MessageDigest.isEqual(each, digest);
    }
    return known;
  }

  /**
   * The key that a request shows; empty without one. Browsers cannot give a WebSocket headers, so
   * that one shows it as {@code key=} in its address.
   */
  static String shown(HttpServerRequest request) {
    String key = request.getHeader("X-Api-Key");
    if (key != null) {
      return key;
    }
    String authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
    if (authorization != null && authorization.startsWith(BEARER)) {
      return authorization.substring(BEARER.length());
    }
    String parameter = request.path().equals("/v1/stream") ? request.getParam("key") : null;
    return parameter == null ? "" : parameter;
  }

  private static byte[] digest(String key) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
