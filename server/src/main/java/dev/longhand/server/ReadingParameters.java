package dev.longhand.server;

import dev.longhand.bundle.ModelBundle;
import dev.longhand.server.reading.Reader;
import dev.longhand.server.reading.Readers;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * How to read, as the query of an address says it.
 *
 * @param reader may be still on its way
 * @param top candidates in the answer at the most
 */
record ReadingParameters(ModelBundle model, CompletableFuture<Reader> reader, int top) {

  static final String AS = "as";
  static final String TOP = "top";
  static final String MODEL = "model";
  static final String ENGINE = "engine";
  static final String DECODER = "decoder";

  /** All of them. */
  static final Set<String> NAMES = Set.of(AS, TOP, MODEL, ENGINE, DECODER);

  private static final int MOST_CANDIDATES = 20;
  private static final int USUAL_CANDIDATES = 5;

  /**
   * @throws dev.longhand.LonghandException when one has no meaning, or there is no such model,
   *     engine or decoder
   */
  static ReadingParameters of(MultivaluedMap<String, String> query, Readers readers) {
    return of(singleValues(query, NAMES), readers);
  }

  static ReadingParameters of(Map<String, String> query, Readers readers) {
    ModelBundle model = model(query.get(AS), query.get(MODEL), readers);
    int top = top(query.get(TOP));
    return new ReadingParameters(
        model,
        readers.reader(model, shortened(query.get(ENGINE)), shortened(query.get(DECODER))),
        top);
  }

  /**
   * @throws ProblemException when another name is there, or one comes twice
   */
  static Map<String, String> singleValues(Map<String, List<String>> query, Set<String> names) {
    Map<String, String> values = new LinkedHashMap<>();
    query.forEach(
        (name, all) -> {
          if (!names.contains(name)) {
            throw bad(
                "there is no parameter '"
                    + Texts.shortened(name)
                    + "'"
                    + (names.isEmpty()
                        ? "; this address has none"
                        : "; there are " + String.join(", ", names.stream().sorted().toList())));
          }
          if (all.size() != 1) {
            throw bad("the parameter " + name + " is there " + all.size() + " times; say it once");
          }
          values.put(name, all.get(0));
        });
    return values;
  }

  /**
   * The model that is meant.
   *
   * @throws dev.longhand.LonghandException when there is none such, or the two contradict
   */
  static ModelBundle model(@Nullable String as, @Nullable String name, Readers readers) {
    if (as != null && !as.equals("word") && !as.equals("character")) {
      throw bad("as must be word or character, but is '" + Texts.shortened(as) + "'");
    }
    if (name == null) {
      return readers.defaultModel(as == null ? "word" : as);
    }
    ModelBundle model = readers.model(Texts.shortened(name));
    if (as != null && !model.kind().equals(as)) {
      throw bad("model " + name + " reads a " + model.kind() + ", but as is " + as + "; say one");
    }
    return model;
  }

  private static @Nullable String shortened(@Nullable String value) {
    return value == null ? null : Texts.shortened(value);
  }

  private static int top(@Nullable String value) {
    if (value == null) {
      return USUAL_CANDIDATES;
    }
    if (value.matches("[0-9]{1,3}")) {
      int top = Integer.parseInt(value);
      if (top >= 1 && top <= MOST_CANDIDATES) {
        return top;
      }
    }
    throw bad("top must be in 1…" + MOST_CANDIDATES + ", but is '" + Texts.shortened(value) + "'");
  }

  private static ProblemException bad(String detail) {
    return new ProblemException(ProblemType.BAD_PARAMETER, detail);
  }
}
