package dev.longhand.server;

import dev.longhand.LonghandException;
import dev.longhand.engine.EngineUnavailableException;
import dev.longhand.image.NoInkException;
import dev.longhand.image.TooWideException;
import dev.longhand.image.UnreadableImageException;
import dev.longhand.ink.InvalidInkException;
import dev.longhand.recognition.ModelUnavailableException;
import dev.longhand.server.reading.DeadlineException;
import dev.longhand.server.reading.OverloadedException;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import org.jboss.logging.Logger;

/**
 * What went wrong, as the body of an answer.
 *
 * @param type never changes; see {@link ProblemType}
 * @param detail one line: what is wrong, and what to do
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457</a>
 */
@RegisterForReflection
public record Problem(String type, String title, int status, String detail) {

  /** The media type of such a body. */
  public static final String MEDIA_TYPE = "application/problem+json";

  /** Seconds after which it is worth asking again. */
  static final int RETRY_AFTER = 1;

  private static final Logger LOG = Logger.getLogger(Problem.class);

  public Problem {
    // Users' own words are in it.
    detail = Texts.oneLine(detail);
  }

  public Problem(ProblemType type, String detail) {
    this(type.uri(), type.title(), type.status(), detail);
  }

  /** What a user is told of a failure. Faults of the server go to the log, and nowhere else. */
  public static Problem of(Throwable failure) {
    Throwable cause = failure instanceof CompletionException e ? unwrapped(e) : failure;
    if (cause instanceof ProblemException e) {
      return e.problem();
    }
    if (cause instanceof LonghandException e) {
      return new Problem(type(e), Objects.requireNonNull(e.getMessage()));
    }
    if (cause instanceof CancellationException) {
      return new Problem(ProblemType.DEADLINE_EXCEEDED, "nobody waited for the answer");
    }
    if (cause instanceof OutOfMemoryError) {
      LOG.error("a request took more memory than there is", cause);
      return new Problem(
          ProblemType.UNREADABLE_IMAGE,
          "the image takes more memory than the server may use; make it smaller");
    }
    LOG.error("a request failed", cause);
    return new Problem(
        ProblemType.INTERNAL_ERROR, "this is a fault of the server, which is in its log");
  }

  /** A failure in a line for the log of whoever starts the server; a fault keeps its trace. */
  static String explain(Throwable failure) {
    Throwable cause = failure instanceof CompletionException e ? unwrapped(e) : failure;
    if (!(cause instanceof LonghandException)) {
      LOG.error("this is a fault of the server", cause);
    }
    return String.valueOf(cause.getMessage());
  }

  private static Throwable unwrapped(CompletionException e) {
    return e.getCause() == null ? e : e.getCause();
  }

  private static ProblemType type(LonghandException e) {
    if (e instanceof NoInkException) {
      return ProblemType.NO_INK;
    } else if (e instanceof TooWideException) {
      return ProblemType.TOO_WIDE;
    } else if (e instanceof UnreadableImageException) {
      return ProblemType.UNREADABLE_IMAGE;
    } else if (e instanceof InvalidInkException) {
      return ProblemType.INVALID_INK;
    } else if (e instanceof ModelUnavailableException) {
      return ProblemType.UNKNOWN_MODEL;
    } else if (e instanceof OverloadedException || e instanceof EngineUnavailableException) {
      return ProblemType.OVERLOADED;
    } else if (e instanceof DeadlineException) {
      return ProblemType.DEADLINE_EXCEEDED;
    }
    return ProblemType.BAD_PARAMETER;
  }

  /** Whether asking again later may help. */
  boolean isPassing() {
    return status == ProblemType.OVERLOADED.status()
        || status == ProblemType.TOO_MANY_REQUESTS.status();
  }
}
