package dev.longhand.server;

import dev.longhand.image.ImageReader;
import dev.longhand.server.reading.ImageSource;
import dev.longhand.server.reading.Readers;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** {@code /v1/recognitions}: what is written on an image, in ink, or on several images. */
@Path("/v1/recognitions")
@Produces(MediaTypes.JSON)
public class RecognitionsResource {

  private final Readers readers;
  private final Desk desk;
  private final ServerSettings settings;

  RecognitionsResource(Readers readers, Desk desk, ServerSettings settings) {
    this.readers = readers;
    this.desk = desk;
    this.settings = settings;
  }

  /** Reads the file of an image. */
  @POST
  @Consumes({MediaTypes.PNG, MediaTypes.JPEG, MediaTypes.TIFF, MediaTypes.WEBP})
  @NonBlocking
  public CompletionStage<RecognitionAnswer> image(
      @Context UriInfo uri, @Context RoutingContext context) {
    byte[] file = Gate.body(context);
    var parameters = ReadingParameters.of(uri.getQueryParameters(), readers);
    return read(parameters, () -> ImageReader.read(file, "the image"), context);
  }

  /** Reads ink, or an image in base64. */
  @POST
  @Consumes(MediaTypes.JSON)
  @NonBlocking
  public CompletionStage<RecognitionAnswer> json(
      @Context UriInfo uri, @Context RoutingContext context) {
    byte[] body = Gate.body(context);
    var parameters = ReadingParameters.of(uri.getQueryParameters(), readers);
    String kind = parameters.model().kind();
    int mostPoints = settings.limits().inkPoints();
    return read(
        parameters, () -> JsonUpload.parse(body, Set.of()).decode(kind, mostPoints), context);
  }

  /** Reads several files; one that cannot be read does not keep the others from it. */
  @POST
  @Consumes(MediaTypes.MULTIPART)
  @Blocking
  public FileAnswers files(
      @HeaderParam("Content-Type") String contentType,
      @Context UriInfo uri,
      @Context RoutingContext context) {
    var parameters = ReadingParameters.of(uri.getQueryParameters(), readers);
    var files = Multipart.files(Gate.body(context), contentType, settings.limits().files());
    return new Batch(desk, parameters, context, settings.deadline()).read(files);
  }

  private CompletableFuture<RecognitionAnswer> read(
      ReadingParameters parameters, ImageSource image, RoutingContext context) {
    return desk.read(parameters, image, context)
        .thenApply(answer -> RecognitionAnswer.of(answer, parameters.top()));
  }
}
