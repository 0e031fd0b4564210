package dev.longhand.server;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.longhand.bundle.ModelBundle;
import dev.longhand.server.reading.Reader;
import dev.longhand.server.reading.Readers;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * {@code /v2}: the open inference protocol, which clients of KServe, Triton and others speak.
 *
 * @see <a href="https://github.com/kserve/open-inference-protocol">The protocol</a>
 */
@Path("/v2")
@Produces(MediaTypes.JSON)
public class InferenceResource {

  /** A model's file is one version; another would have another name. */
  private static final String VERSION = "1";

  private static final String MODEL = "models/{model}{version:(/versions/[^/]+)?}";

  /** What the protocol says that "no" is: some status of the 4xx. */
  private static final int NO = 400;

  private final Readers readers;
  private final Desk desk;
  private final Serving serving;
  private final ServerSettings settings;

  InferenceResource(Readers readers, Desk desk, Serving serving, ServerSettings settings) {
    this.readers = readers;
    this.desk = desk;
    this.serving = serving;
    this.settings = settings;
  }

  /** The server itself. */
  @RegisterForReflection
  public record Server(String name, String version, List<String> extensions) {}

  /** Whether the server is there. */
  @RegisterForReflection
  public record Live(boolean live) {}

  /** Whether all models can be asked. */
  @RegisterForReflection
  public record Ready(boolean ready) {}

  /** Whether a model can be asked. */
  @RegisterForReflection
  public record ModelReady(String name, boolean ready) {}

  /** What a model takes and gives. */
  @RegisterForReflection
  public record Model(
      String name,
      List<String> versions,
      String platform,
      List<TensorType> inputs,
      List<TensorType> outputs) {}

  /**
   * @param shape -1 where any extent is taken
   */
  @RegisterForReflection
  public record TensorType(String name, String datatype, List<Integer> shape) {}

  /**
   * What was read.
   *
   * @param id of the request, if it had one
   */
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Inference(
      @JsonProperty("model_name") String modelName,
      @JsonProperty("model_version") String modelVersion,
      @Nullable String id,
      List<Output> outputs) {}

  /**
   * @param data one element for each image, in their order
   */
  @RegisterForReflection
  public record Output(String name, String datatype, List<Integer> shape, List<?> data) {}

  /** Tells about the server. */
  @GET
  @NonBlocking
  public Server server(@Context UriInfo uri) {
    refuseParameters(uri);
    String release = InferenceResource.class.getPackage().getImplementationVersion();
    return new Server("longhand", release == null ? "(unpackaged)" : release, List.of());
  }

  /** Whether the server is there. */
  @GET
  @Path("health/live")
  @NonBlocking
  public Live live(@Context UriInfo uri) {
    refuseParameters(uri);
    return new Live(true);
  }

  /** Whether every model has read something already. */
  @GET
  @Path("health/ready")
  @NonBlocking
  public Response ready(@Context UriInfo uri) {
    refuseParameters(uri);
    boolean ready = serving.isWarm();
    return Response.status(ready ? 200 : NO).entity(new Ready(ready)).build();
  }

  /** What a model takes and gives. */
  @GET
  @Path(MODEL)
  @NonBlocking
  public Model model(
      @PathParam("model") String name, @PathParam("version") String version, @Context UriInfo uri) {
    refuseParameters(uri);
    return new Model(
        find(name, version).name(),
        List.of(VERSION),
        "longhand",
        List.of(new TensorType(InferenceRequest.IMAGE, "BYTES", List.of(-1))),
        List.of(
            new TensorType(InferenceRequest.TEXT, "BYTES", List.of(-1)),
            new TensorType(InferenceRequest.CONFIDENCE, "FP64", List.of(-1))));
  }

  /** Whether a model has read something already. */
  @GET
  @Path(MODEL + "/ready")
  @NonBlocking
  public Response modelReady(
      @PathParam("model") String name, @PathParam("version") String version, @Context UriInfo uri) {
    refuseParameters(uri);
    ModelBundle model = find(name, version);
    CompletableFuture<Reader> reader = readers.reader(model, null, null);
    boolean ready = reader.isDone() && !reader.isCompletedExceptionally();
    return Response.status(ready ? 200 : NO).entity(new ModelReady(model.name(), ready)).build();
  }

  /** Reads images, all or none of them: the protocol has no way to say that some failed. */
  @POST
  @Path(MODEL + "/infer")
  @Consumes(MediaTypes.JSON)
  @Blocking
  public Response infer(
      @PathParam("model") String name,
      @PathParam("version") String version,
      @HeaderParam("Inference-Header-Content-Length") @Nullable String binary,
      @Context UriInfo uri,
      @Context RoutingContext context) {
    refuseParameters(uri);
    ModelBundle model = find(name, version);
    if (binary != null) {
      throw new ProblemException(
          ProblemType.MALFORMED_BODY,
          "binary tensors are not taken; send the images as strings in base64");
    }
    var request = InferenceRequest.parse(Gate.body(context), settings.limits().files());
    var parameters =
        ReadingParameters.of(
            Map.of(ReadingParameters.MODEL, model.name(), ReadingParameters.TOP, "1"), readers);
    List<String> texts = new ArrayList<>();
    List<Double> confidences = new ArrayList<>();
    for (Object answer :
        new Batch(desk, parameters, context, settings.deadline())
            .read(request.images())
            .recognitions()) {
      if (answer instanceof FileAnswers.Failed failed) {
        return ProblemMapper.response(failed.problem(), uri);
      }
      var read = (RecognitionAnswer) answer;
      texts.add(read.text());
      confidences.add(read.confidence());
    }
    List<Integer> shape = List.of(texts.size());
    List<Output> outputs =
        request.outputs().stream()
            .map(
                output ->
                    output.equals(InferenceRequest.TEXT)
                        ? new Output(output, "BYTES", shape, texts)
                        : new Output(output, "FP64", shape, confidences))
            .toList();
    return Response.ok(new Inference(model.name(), VERSION, request.id(), outputs)).build();
  }

  private ModelBundle find(String name, String version) {
    ModelBundle model = readers.model(Texts.shortened(name));
    if (!version.isEmpty() && !version.equals("/versions/" + VERSION)) {
      throw new ProblemException(
          ProblemType.UNKNOWN_MODEL, "model " + model.name() + " has but the version " + VERSION);
    }
    return model;
  }

  private static void refuseParameters(UriInfo uri) {
    var unused = ReadingParameters.singleValues(uri.getQueryParameters(), Set.of());
  }
}
