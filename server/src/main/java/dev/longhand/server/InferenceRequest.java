package dev.longhand.server;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Images to read, as the open inference protocol sends them: one input of the name "image" and the
 * datatype BYTES, whose elements are files in base64. What the protocol calls parameters may be
 * there and means nothing.
 *
 * @param id that the client knows the request by
 * @param outputs that are wanted, in this order
 */
record InferenceRequest(@Nullable String id, List<Multipart.File> images, List<String> outputs) {

  static final String IMAGE = "image";
  static final String TEXT = "text";
  static final String CONFIDENCE = "confidence";

  /** All outputs there are, which is what a request wants that names none. */
  static final List<String> OUTPUTS = List.of(TEXT, CONFIDENCE);

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxStringLength(200_000_000) // The body's size is limited already.
                          .maxNameLength(1_000)
                          .maxNumberLength(100)
                          .maxNestingDepth(20)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /**
   * @throws ProblemException when it is no such request, or has more images than may be
   */
  static InferenceRequest parse(byte[] body, int mostImages) {
    JsonNode request;
    try {
      request = JSON.readTree(body);
    } catch (StreamReadException e) {
      throw malformed(Texts.notJson(e));
    } catch (IOException e) {
      throw malformed("not JSON: " + Texts.firstLine(e.getMessage()));
    }
    JsonNode inputs = request.path("inputs");
    if (!inputs.isArray() || inputs.size() != 1) {
      throw malformed("expected one input, an array \"inputs\" of one object");
    }
    return new InferenceRequest(
        id(request.path("id")), images(inputs.get(0), mostImages), outputs(request));
  }

  private static @Nullable String id(JsonNode id) {
    if (id.isMissingNode()) {
      return null;
    }
    if (!id.isTextual()) {
      throw malformed("\"id\" must be a string");
    }
    return id.textValue();
  }

  private static List<Multipart.File> images(JsonNode input, int mostImages) {
    if (!input.path("name").asText().equals(IMAGE)) {
      throw malformed(
          "there is no input '"
              + Texts.shortened(input.path("name").asText())
              + "', but '"
              + IMAGE
              + "'");
    }
    if (!input.path("datatype").asText().equals("BYTES")) {
      throw malformed(
          "the input's datatype must be BYTES, but is '"
              + Texts.shortened(input.path("datatype").asText())
              + "'");
    }
    List<String> elements = new ArrayList<>();
    addElements(input.path("data"), elements);
    requireShape(input.path("shape"), elements.size());
    if (elements.size() > mostImages) {
      throw new ProblemException(
          ProblemType.BODY_TOO_LARGE,
          "a request may have "
              + mostImages
              + " images, but this one has "
              + elements.size()
              + "; send the others in another request");
    }
    List<Multipart.File> images = new ArrayList<>();
    for (String element : elements) {
      String name = "element " + images.size() + " of the input";
      try {
        images.add(new Multipart.File(name, Base64.getDecoder().decode(element)));
      } catch (IllegalArgumentException e) {
        throw malformed(name + " is not base64: " + Texts.firstLine(e.getMessage()));
      }
    }
    return images;
  }

  /** Arrays may be nested as the shape says, or flat. */
  private static void addElements(JsonNode data, List<String> elements) {
    if (!data.isArray()) {
      throw malformed("the input needs an array \"data\" of files in base64");
    }
    for (JsonNode element : data) {
      if (element.isTextual()) {
        elements.add(element.textValue());
      } else {
        addElements(element, elements);
      }
    }
  }

  private static void requireShape(JsonNode shape, int elements) {
    boolean good = shape.isArray() && !shape.isEmpty();
    long product = 1;
    for (JsonNode extent : shape) {
      good &= extent.isInt() && extent.intValue() > 0 && product <= Integer.MAX_VALUE;
      product *= extent.intValue();
    }
    if (!good || product != elements) {
      throw malformed(
          "the input's shape is "
              + Texts.shortened(shape.toString())
              + ", but its data has "
              + elements
              + " elements; for N images it is [N], and N is at least 1");
    }
  }

  private static List<String> outputs(JsonNode request) {
    JsonNode wanted = request.path("outputs");
    if (wanted.isMissingNode() || (wanted.isArray() && wanted.isEmpty())) {
      return OUTPUTS;
    }
    if (!wanted.isArray()) {
      throw malformed("\"outputs\" must be an array of objects with a \"name\"");
    }
    Set<String> names = new LinkedHashSet<>();
    for (JsonNode output : wanted) {
      String name = output.path("name").asText();
      if (!OUTPUTS.contains(name)) {
        throw malformed(
            "there is no output '"
                + Texts.shortened(name)
                + "'; there are "
                + String.join(", ", OUTPUTS));
      }
      names.add(name);
    }
    return List.copyOf(names);
  }

  private static ProblemException malformed(String detail) {
    return new ProblemException(ProblemType.MALFORMED_BODY, detail);
  }
}
