package dev.longhand.server;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Map;
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
   *
   * @param query empty where no address shows a key
   */
  static String shown(MultiMap headers, Map<String, List<String>> query) {
    String key = headers.get("X-Api-Key");
    if (key != null) {
      return key.strip();
    }
    String authorization = headers.get(HttpHeaders.AUTHORIZATION);
    if (authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      return authorization.substring(BEARER.length()).strip();
    }
    return query.getOrDefault("key", List.of("")).get(0);
  }

  private static byte[] digest(String key) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
