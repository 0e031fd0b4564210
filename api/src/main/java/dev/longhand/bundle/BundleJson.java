package dev.longhand.bundle;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonMappingException.Reference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import dev.longhand.image.Preprocessing;
import dev.longhand.network.Layer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The JSON of a model file: records by their components' names, strictly, and the same bytes for
 * the same content.
 */
final class BundleJson {

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              new JsonFactoryBuilder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(64)
                          .maxNumberLength(100)
                          .maxNameLength(1000)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  // Double.toString changed in JDK 19; this writer gives the shortest text on all.
                  .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
                  .disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
                  .build())
          .enable(
              DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
              DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
              DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES,
              DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
              DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS,
              DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED)
          .addMixIn(Layer.class, LayerJson.class)
          .addMixIn(Preprocessing.Step.class, StepJson.class)
          .addModule(
              new SimpleModule()
                  .addSerializer(OptionalInt.class, new ExtentWriter())
                  .addDeserializer(OptionalInt.class, new ExtentReader())
                  .addSerializer(Instant.class, ToStringSerializer.instance)
                  .addDeserializer(Instant.class, new InstantReader()))
          .build();

  /** How layers are told apart; the names are part of the format. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Layer.Conv2d.class, name = "conv2d"),
    @JsonSubTypes.Type(value = Layer.BatchNorm.class, name = "batchNorm"),
    @JsonSubTypes.Type(value = Layer.Relu.class, name = "relu"),
    @JsonSubTypes.Type(value = Layer.MaxPool2d.class, name = "maxPool2d"),
    @JsonSubTypes.Type(value = Layer.GlobalAveragePool.class, name = "globalAveragePool"),
    @JsonSubTypes.Type(value = Layer.Residual.class, name = "residual"),
    @JsonSubTypes.Type(value = Layer.Dropout.class, name = "dropout"),
    @JsonSubTypes.Type(value = Layer.Flatten.class, name = "flatten"),
    @JsonSubTypes.Type(value = Layer.ColumnsToSequence.class, name = "columnsToSequence"),
    @JsonSubTypes.Type(value = Layer.BiLstm.class, name = "biLstm"),
    @JsonSubTypes.Type(value = Layer.Dense.class, name = "dense")
  })
  interface LayerJson {}

  /** How steps of preprocessing are told apart; the names are part of the format. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "step")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Preprocessing.ReduceTo.class, name = "reduceTo"),
    @JsonSubTypes.Type(value = Preprocessing.ExtractInk.class, name = "extractInk"),
    @JsonSubTypes.Type(value = Preprocessing.RemoveSpecks.class, name = "removeSpecks"),
    @JsonSubTypes.Type(value = Preprocessing.CropInk.class, name = "cropInk"),
    @JsonSubTypes.Type(value = Preprocessing.ScaleTo.class, name = "scaleTo"),
    @JsonSubTypes.Type(value = Preprocessing.ThickenStrokes.class, name = "thickenStrokes"),
    @JsonSubTypes.Type(value = Preprocessing.Blur.class, name = "blur"),
    @JsonSubTypes.Type(value = Preprocessing.FitSquare.class, name = "fitSquare"),
    @JsonSubTypes.Type(value = Preprocessing.FitHeight.class, name = "fitHeight"),
    @JsonSubTypes.Type(value = Preprocessing.DirectionMaps.class, name = "directionMaps"),
    @JsonSubTypes.Type(value = Preprocessing.Normalize.class, name = "normalize")
  })
  interface StepJson {}

  private BundleJson() {}

  static byte[] write(Object value) {
    try {
      return MAPPER.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("cannot be written as JSON: " + value, e);
    }
  }

  /**
   * @throws UnreadableBundleException when the JSON is not of this type, naming the place
   */
  static <T> T read(Member member, byte[] json, Class<T> type) {
    return read(member.fileName(), json, type);
  }

  /**
   * @param where the text is from, for messages
   * @throws UnreadableBundleException when the JSON is not of this type, naming the place
   */
  static <T> T read(String where, byte[] json, Class<T> type) {
    return parse(where, json, text -> MAPPER.readValue(text, type));
  }

  /**
   * An object whose keys are names, in their order.
   *
   * @throws UnreadableBundleException when the JSON is not of this type, naming the place
   */
  static <T> Map<String, T> readByName(String where, byte[] json, Class<T> type) {
    var namesToType =
        MAPPER.getTypeFactory().constructMapType(LinkedHashMap.class, String.class, type);
    Map<String, @Nullable T> byName =
        parse(where, json, text -> MAPPER.readValue(text, namesToType));
    Map<String, T> present = new LinkedHashMap<>();
    byName.forEach(
        (name, value) -> {
          if (value == null) {
            throw new UnreadableBundleException(where + ", " + name + ": is null");
          }
          present.put(name, value);
        });
    return present;
  }

  private static <T> T parse(String where, byte[] json, Parser<T> parser) {
    String text = utf8(where, json);
    try {
      requireFiniteNumbers(text);
      T value = parser.parse(text);
      if (value == null) {
        throw new UnreadableBundleException(where + ": is null");
      }
      return value;
    } catch (JsonProcessingException e) {
      throw new UnreadableBundleException(where + place(e) + ": " + reason(e), e);
    }
  }

  /** The same object as it comes back from a file. */
  static JsonNode copy(JsonNode node) {
    return read("JSON", write(node), JsonNode.class);
  }

  static String utf8(String where, byte[] bytes) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      if (text.startsWith("\ufeff")) {
        throw new UnreadableBundleException(where + ": starts with a byte order mark");
      }
      return text;
    } catch (CharacterCodingException e) {
      throw new UnreadableBundleException(where + ": is not UTF-8", e);
    }
  }

  /** A number such as 1e999 would be read as infinity, which JSON cannot write again. */
  private static void requireFiniteNumbers(String text) throws JsonProcessingException {
    try (JsonParser json = MAPPER.createParser(text)) {
      for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
        if (token == JsonToken.VALUE_NUMBER_FLOAT && Double.isInfinite(json.getDoubleValue())) {
          throw new JsonParseException(json, "the number " + json.getText() + " is too large");
        }
      }
    } catch (JsonProcessingException e) {
      throw e;
    } catch (IOException e) {
      throw new IllegalStateException("reading from memory failed", e);
    }
  }

  @FunctionalInterface
  private interface Parser<T> {
    @Nullable T parse(String text) throws JsonProcessingException;
  }

  private static String reason(JsonProcessingException e) {
    for (Throwable t = e.getCause(); t != null; t = t.getCause()) {
      // What a record's constructor refuses, in its own words.
      if (!(t instanceof IOException) && t.getMessage() != null) {
        return t.getMessage();
      }
    }
    // Jackson goes on to tell programmers how to allow it.
    return e.getOriginalMessage()
        .replaceFirst("(; `DeserializationFeature| \\(set Deserialization| \\(but could).*", "");
  }

  private static String place(JsonProcessingException e) {
    if (e instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
      var path = new StringBuilder();
      List<Reference> references = mapping.getPath();
      for (Reference reference : references) {
        if (reference.getFieldName() == null) {
          path.append('[').append(reference.getIndex()).append(']');
        } else {
          path.append(path.isEmpty() ? "" : ".").append(reference.getFieldName());
        }
      }
      return ", " + path;
    }
    if (e instanceof StreamReadException && e.getLocation() != null) {
      JsonLocation location = e.getLocation();
      return ", line " + location.getLineNr() + ", column " + location.getColumnNr();
    }
    return "";
  }

  /** A free extent is a word, as {@code null} could also be a slip. */
  private static final class ExtentWriter extends StdScalarSerializer<OptionalInt> {
    private static final long serialVersionUID = 1L;

    ExtentWriter() {
      super(OptionalInt.class);
    }

    @Override
    public void serialize(OptionalInt extent, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      if (extent.isPresent()) {
        json.writeNumber(extent.getAsInt());
      } else {
        json.writeString("free");
      }
    }
  }

  private static final class ExtentReader extends StdScalarDeserializer<OptionalInt> {
    private static final long serialVersionUID = 1L;

    ExtentReader() {
      super(OptionalInt.class);
    }

    @Override
    public OptionalInt deserialize(JsonParser json, DeserializationContext context)
        throws IOException {
      if (json.hasToken(JsonToken.VALUE_NUMBER_INT)) {
        return OptionalInt.of(json.getIntValue());
      }
      if (json.hasToken(JsonToken.VALUE_STRING) && json.getText().equals("free")) {
        return OptionalInt.empty();
      }
      throw JsonMappingException.from(json, "must be a whole number or \"free\"");
    }
  }

  private static final class InstantReader extends StdScalarDeserializer<Instant> {
    private static final long serialVersionUID = 1L;

    InstantReader() {
      super(Instant.class);
    }

    @Override
    public Instant deserialize(JsonParser json, DeserializationContext context) throws IOException {
      if (!json.hasToken(JsonToken.VALUE_STRING)) {
        throw JsonMappingException.from(json, "must be a time as \"2026-01-31T12:00:00Z\"");
      }
      try {
        return Instant.parse(json.getText());
      } catch (DateTimeException e) {
        throw JsonMappingException.from(
            json, "must be a time as \"2026-01-31T12:00:00Z\", but was \"" + json.getText() + '"');
      }
    }
  }
}
