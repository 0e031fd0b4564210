package dev.longhand.server;

import dev.longhand.server.reading.Readers;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** {@code /v1/corrections}: what is really written on an image that was read wrong. */
@Path("/v1/corrections")
@Produces(MediaTypes.JSON)
public class CorrectionsResource {

  private static final Set<String> NAMES = Set.of("text", "as", "reading", "model");

  private final Readers readers;
  private final Desk desk;
  private final Corrections corrections;
  private final ServerSettings settings;

  CorrectionsResource(
      Readers readers, Desk desk, Corrections corrections, ServerSettings settings) {
    this.readers = readers;
    this.desk = desk;
    this.corrections = corrections;
    this.settings = settings;
  }

  /**
   * @param id the name under which it is kept
   */
  @RegisterForReflection
  public record Kept(String id) {}

  /** Keeps an image or ink with what it says. */
  @POST
  @Consumes(MediaTypes.JSON)
  @NonBlocking
  public CompletionStage<Response> keep(@Context UriInfo uri, @Context RoutingContext context) {
    byte[] body = Gate.body(context);
    var unused = ReadingParameters.singleValues(uri.getQueryParameters(), Set.of());
    if (!corrections.areTaken()) {
      throw Corrections.off();
    }
    // Whoever is gone has corrected all the same.
    return desk.run(() -> keep(JsonUpload.parse(body, NAMES)))
        .thenApply(id -> Response.status(Response.Status.CREATED).entity(new Kept(id)).build());
  }

  private String keep(JsonUpload upload) {
    String kind =
        ReadingParameters.model(
                upload.text("as").orElse(null), upload.text("model").orElse(null), readers)
            .kind();
    String text =
        Corrections.checked(
            upload
                .text("text")
                .orElseThrow(
                    () ->
                        new ProblemException(
                            ProblemType.MALFORMED_BODY,
                            "there is no \"text\" that says what is written")),
            kind);
    return corrections.keep(upload.decode(kind, settings.limits().inkPoints()), text, kind);
  }
}
