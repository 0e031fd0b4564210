package dev.longhand.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Every failure of a resource is answered with a problem document. */
final class ProblemMapper {

  @ServerExceptionMapper
  Response map(Throwable failure, UriInfo uri, HttpHeaders headers) {
    return response(problem(failure, uri, headers), uri);
  }

  @ServerExceptionMapper
  Response map(WebApplicationException failure, UriInfo uri, HttpHeaders headers) {
    return response(problem(failure, uri, headers), uri);
  }

  private static Problem problem(Throwable failure, UriInfo uri, HttpHeaders headers) {
    if (failure instanceof JsonProcessingException e) {
      return new Problem(ProblemType.MALFORMED_BODY, Texts.notJson(e));
    }
    if (!(failure instanceof WebApplicationException e) || e.getResponse().getStatus() >= 500) {
      return Problem.of(failure);
    }
    String path = Texts.shortened(uri.getPath());
    return switch (e.getResponse().getStatus()) {
      case 404 ->
          new Problem(
              ProblemType.NOT_FOUND, "there is no " + path + "; /q/openapi lists what there is");
      case 405 -> new Problem(ProblemType.METHOD_NOT_ALLOWED, path + " does not know this method");
      case 406 ->
          new Problem(
              ProblemType.NOT_ACCEPTABLE,
              "answers are application/json, but "
                  + Texts.shortened(String.valueOf(headers.getHeaderString(HttpHeaders.ACCEPT)))
                  + " is asked for");
      case 415 ->
          MediaTypes.refusal(uri.getPath(), headers.getHeaderString(HttpHeaders.CONTENT_TYPE));
      default -> new Problem(ProblemType.MALFORMED_BODY, "the request cannot be understood");
    };
  }

  static Response response(Problem problem, UriInfo uri) {
    Response.ResponseBuilder response = Response.status(problem.status());
    if (InferenceError.isAnswerAt(uri.getPath())) {
      response.type(MediaTypes.JSON).entity(new InferenceError(problem.detail()));
    } else {
      response.type(Problem.MEDIA_TYPE).entity(problem);
    }
    if (problem.isPassing()) {
      response.header(HttpHeaders.RETRY_AFTER, Problem.RETRY_AFTER);
    }
    return response.build();
  }
}
