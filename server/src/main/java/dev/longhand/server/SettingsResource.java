package dev.longhand.server;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;
import java.util.Set;

/** {@code /v1/settings}: what a client must know before it asks; no key is needed for it. */
@Path("/v1/settings")
@Produces(MediaTypes.JSON)
public class SettingsResource {

  private final ServerSettings settings;
  private final Corrections corrections;

  SettingsResource(ServerSettings settings, Corrections corrections) {
    this.settings = settings;
    this.corrections = corrections;
  }

  /**
   * @param corrections whether they are taken
   * @param apiKey whether one is needed
   */
  @RegisterForReflection
  public record Public(boolean corrections, boolean apiKey, Limits limits) {}

  /**
   * @param body in bytes
   * @param pixels of an image
   * @param inkPoints of all strokes
   * @param files of a multipart body
   */
  @RegisterForReflection
  public record Limits(long body, int pixels, int inkPoints, int files) {}

  /** Tells them. */
  @GET
  @NonBlocking
  public Public settings(@Context UriInfo uri) {
    var unused = ReadingParameters.singleValues(uri.getQueryParameters(), Set.of());
    return new Public(
        corrections.areTaken(),
        settings.apiKeys().isPresent(),
        new Limits(
            settings.limits().body().asLongValue(),
            dev.longhand.image.ImageReader.MOST_PIXELS,
            settings.limits().inkPoints(),
            settings.limits().files()));
  }
}
