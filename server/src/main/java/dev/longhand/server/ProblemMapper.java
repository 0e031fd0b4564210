package dev.longhand.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import jakarta.ws.rs.NotAcceptableException;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.NotSupportedException;
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
    if (failure instanceof NotFoundException) {
      return new Problem(
          ProblemType.NOT_FOUND,
          "there is no " + uri.getPath() + "; /q/openapi lists what there is");
    } else if (failure instanceof NotAllowedException) {
      return new Problem(
          ProblemType.METHOD_NOT_ALLOWED, uri.getPath() + " does not know this method");
    } else if (failure instanceof NotAcceptableException) {
      return new Problem(
          ProblemType.NOT_ACCEPTABLE,
          "answers are application/json, but "
              + headers.getHeaderString(HttpHeaders.ACCEPT)
              + " is asked for");
    } else if (failure instanceof NotSupportedException) {
      String found = headers.getHeaderString(HttpHeaders.CONTENT_TYPE);
      return new Problem(
          ProblemType.UNSUPPORTED_MEDIA_TYPE,
          uri.getPath()
              + (found == null ? " needs a Content-Type" : " does not take " + found)
              + "; it takes "
              + MediaTypes.taken(uri.getPath()));
    } else if (failure instanceof JsonProcessingException e) {
      return new Problem(ProblemType.MALFORMED_BODY, "not JSON: " + e.getOriginalMessage());
    } else if (failure instanceof WebApplicationException e && e.getResponse().getStatus() < 500) {
      return new Problem(
          ProblemType.MALFORMED_BODY.uri(),
          ProblemType.MALFORMED_BODY.title(),
          e.getResponse().getStatus(),
          "the request cannot be understood");
    }
    return Problem.of(failure);
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
