package dev.longhand.server;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The query of an address. */
final class Query {

  private static final int MOST_PARAMETERS = 50;

  private Query() {}

  /**
   * @throws ProblemException when it is not encoded as a query is
   */
  static Map<String, List<String>> parse(@Nullable String query) {
    try {
      return new QueryStringDecoder(
              query == null ? "" : query,
              java.nio.charset.StandardCharsets.UTF_8,
              false,
              MOST_PARAMETERS)
          .parameters();
    } catch (IllegalArgumentException e) {
      throw new ProblemException(
          ProblemType.BAD_PARAMETER,
          "the query is not encoded: " + Texts.firstLine(e.getMessage()));
    }
  }
}
