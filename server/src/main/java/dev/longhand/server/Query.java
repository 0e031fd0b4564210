package dev.longhand.server;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The query of an address. */
final class Query {

  private static final int MOST_PARAMETERS = 50;

  private Query() {}

  /**
   * @throws ProblemException when it is not encoded as a query is, or has very many parameters
   */
  static Map<String, List<String>> parse(@Nullable String query) {
    Map<String, List<String>> parameters;
    try {
      // One more than there may be, as the decoder leaves out what is over its own limit.
      parameters =
          new QueryStringDecoder(
                  query == null ? "" : query, StandardCharsets.UTF_8, false, MOST_PARAMETERS + 1)
              .parameters();
    } catch (IllegalArgumentException e) {
      throw new ProblemException(
          ProblemType.BAD_PARAMETER,
          "the query is not encoded: " + Texts.shortened(Texts.firstLine(e.getMessage())));
    }
    if (parameters.values().stream().mapToInt(List::size).sum() > MOST_PARAMETERS) {
      throw new ProblemException(
          ProblemType.BAD_PARAMETER, "the query has more than " + MOST_PARAMETERS + " parameters");
    }
    return parameters;
  }
}
