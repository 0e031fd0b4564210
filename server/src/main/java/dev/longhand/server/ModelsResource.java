package dev.longhand.server;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.longhand.bundle.ModelBundle;
import dev.longhand.bundle.Provenance;
import dev.longhand.server.reading.Readers;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code /v1/models} and {@code /v1/engines}: what there is to read with. */
@Path("/v1")
@Produces(MediaTypes.JSON)
@NonBlocking
public class ModelsResource {

  private final Readers readers;
  private final Evaluations evaluations;

  ModelsResource(Readers readers, Evaluations evaluations) {
    this.readers = readers;
    this.evaluations = evaluations;
  }

  /** All models, in the order of the configuration. */
  @RegisterForReflection
  public record Models(List<Summary> models) {}

  /**
   * A model in a list.
   *
   * @param isDefault whether it reads when a request says only what kind of thing it has
   * @param weights how many numbers were trained
   */
  @RegisterForReflection
  public record Summary(
      String name,
      String kind,
      @com.fasterxml.jackson.annotation.JsonProperty("default") boolean isDefault,
      String alphabet,
      long weights) {}

  /**
   * All about a model.
   *
   * @param decoders that may be asked for
   * @param card for people, in Markdown
   * @param metrics what was measured when it was made
   * @param evaluation its accuracy and confusions on a test set, where it was published
   */
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Model(
      String name,
      String kind,
      @com.fasterxml.jackson.annotation.JsonProperty("default") boolean isDefault,
      List<String> alphabet,
      long weights,
      List<String> decoders,
      String card,
      Map<String, Double> metrics,
      Provenance provenance,
      Evaluations.@Nullable Evaluation evaluation) {}

  /** All engines that may be asked for. */
  @RegisterForReflection
  public record Offered(List<OfferedEngine> engines) {}

  /**
   * @param isDefault whether it reads when a request names none
   */
  @RegisterForReflection
  public record OfferedEngine(
      String name, @com.fasterxml.jackson.annotation.JsonProperty("default") boolean isDefault) {}

  /** Lists the models. */
  @GET
  @Path("models")
  public Models models(@Context UriInfo uri) {
    refuseParameters(uri);
    return new Models(
        readers.models().stream()
            .map(
                model ->
                    new Summary(
                        model.name(),
                        model.kind(),
                        isDefault(model),
                        String.join("", model.alphabet().symbols()),
                        model.weights().count()))
            .toList());
  }

  /** Tells all about one. */
  @GET
  @Path("models/{name}")
  public Model model(@PathParam("name") String name, @Context UriInfo uri) {
    refuseParameters(uri);
    ModelBundle model = readers.model(Texts.shortened(name));
    return new Model(
        model.name(),
        model.kind(),
        isDefault(model),
        model.alphabet().symbols(),
        model.weights().count(),
        readers.decoders(model),
        model.card(),
        model.provenance().metrics(),
        model.provenance(),
        evaluations.of(model).orElse(null));
  }

  /** Lists the engines. */
  @GET
  @Path("engines")
  public Offered engines(@Context UriInfo uri) {
    refuseParameters(uri);
    return new Offered(
        readers.engines().stream()
            .map(name -> new OfferedEngine(name, name.equals(readers.engines().get(0))))
            .toList());
  }

  private boolean isDefault(ModelBundle model) {
    return readers.defaultModel(model.kind()).name().equals(model.name());
  }

  private static void refuseParameters(UriInfo uri) {
    var unused = ReadingParameters.singleValues(uri.getQueryParameters(), Set.of());
  }
}
