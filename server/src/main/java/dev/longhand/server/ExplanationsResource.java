package dev.longhand.server;

import dev.longhand.image.GrayImage;
import dev.longhand.image.ImageReader;
import dev.longhand.image.PngWriter;
import dev.longhand.server.reading.ImageSource;
import dev.longhand.server.reading.Readers;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** {@code /v1/explanations}: what a network sees of an image. */
@Path("/v1/explanations")
@Produces(MediaTypes.JSON)
public class ExplanationsResource {

  private final Readers readers;
  private final Desk desk;
  private final ServerSettings settings;

  ExplanationsResource(Readers readers, Desk desk, ServerSettings settings) {
    this.readers = readers;
    this.desk = desk;
    this.settings = settings;
  }

  /**
   * @param stages the image after each step; the last is what the network is given
   */
  @RegisterForReflection
  public record Explanation(List<Stage> stages) {}

  /**
   * @param name of the step
   * @param image a PNG, as a {@code data:} address
   */
  @RegisterForReflection
  public record Stage(String name, String image, int width, int height) {

    static Stage of(String name, GrayImage image) {
      return new Stage(
          name,
          "data:image/png;base64," + Base64.getEncoder().encodeToString(PngWriter.encode(image)),
          image.width(),
          image.height());
    }
  }

  /** Explains the file of an image. */
  @POST
  @Consumes({MediaTypes.PNG, MediaTypes.JPEG, MediaTypes.TIFF, MediaTypes.WEBP})
  @NonBlocking
  public CompletionStage<Explanation> image(@Context UriInfo uri, @Context RoutingContext context) {
    byte[] file = Gate.body(context);
    return explain(
        ReadingParameters.of(uri.getQueryParameters(), readers),
        () -> ImageReader.read(file, "the image"),
        context);
  }

  /** Explains ink, or an image in base64. */
  @POST
  @Consumes(MediaTypes.JSON)
  @NonBlocking
  public CompletionStage<Explanation> json(@Context UriInfo uri, @Context RoutingContext context) {
    byte[] body = Gate.body(context);
    var parameters = ReadingParameters.of(uri.getQueryParameters(), readers);
    String kind = parameters.model().kind();
    int mostPoints = settings.limits().inkPoints();
    return explain(
        parameters, () -> JsonUpload.parse(body, Set.of()).decode(kind, mostPoints), context);
  }

  private CompletionStage<Explanation> explain(
      ReadingParameters parameters, ImageSource image, RoutingContext context) {
    return desk.run(
        parameters,
        reader ->
            new Explanation(
                reader.recognizer().explain(image.decode()).stream()
                    .map(stage -> Stage.of(stage.step(), stage.image()))
                    .toList()),
        context);
  }
}
