package dev.longhand.server;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.multipart.DefaultHttpDataFactory;
import io.netty.handler.codec.http.multipart.HttpData;
import io.netty.handler.codec.http.multipart.HttpPostMultipartRequestDecoder;
import io.netty.handler.codec.http.multipart.HttpPostRequestDecoder.EndOfDataDecoderException;
import io.netty.handler.codec.http.multipart.HttpPostRequestDecoder.ErrorDataDecoderException;
import io.netty.handler.codec.http.multipart.HttpPostRequestDecoder.TooManyFormFieldsException;
import io.netty.handler.codec.http.multipart.InterfaceHttpData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Bodies of several files, in memory. */
final class Multipart {

  private static final int LARGEST_PART_HEADER = 100_000;

  private static final Pattern BOUNDARY =
      Pattern.compile(";\\s*boundary=(\"[^\"]+\"|[^\";\\s]+)", Pattern.CASE_INSENSITIVE);

  private Multipart() {}

  /**
   * @param name as its sender calls it
   */
  record File(String name, byte[] bytes) {}

  /**
   * The parts in their order.
   *
   * @throws ProblemException when the body is not of this form, or has too many parts or none
   */
  static List<File> files(byte[] body, String contentType, int mostFiles) {
    Matcher boundary = BOUNDARY.matcher(contentType);
    if (!boundary.find()) {
      throw malformed("its Content-Type has no boundary");
    }
    var request =
        new DefaultFullHttpRequest(
            HttpVersion.HTTP_1_1, HttpMethod.POST, "/", Unpooled.wrappedBuffer(body));
    request.headers().set(HttpHeaderNames.CONTENT_TYPE, contentType);
    HttpPostMultipartRequestDecoder decoder = null;
    try {
      decoder =
          new HttpPostMultipartRequestDecoder(
              new DefaultHttpDataFactory(false),
              request,
              StandardCharsets.UTF_8,
              mostFiles,
              Math.max(body.length, LARGEST_PART_HEADER));
      List<File> files = new ArrayList<>();
      while (decoder.hasNext()) {
        InterfaceHttpData part = decoder.next();
        if (part instanceof HttpData data) {
          files.add(new File(name(part), data.get()));
        }
      }
      if (!isClosed(body, boundary.group(1).replace("\"", ""))) {
        throw cutOff();
      }
      return complete(files);
    } catch (EndOfDataDecoderException e) {
      throw cutOff();
    } catch (TooManyFormFieldsException e) {
      throw new ProblemException(
          ProblemType.BODY_TOO_LARGE,
          "a multipart body may have " + mostFiles + " files; send the others in another request");
    } catch (ErrorDataDecoderException e) {
      // Where the decoder stumbled over itself, its words are no help.
      throw malformed(
          e.getCause() == null
              ? Texts.shortened(Texts.firstLine(e.getMessage()))
              : "one of its parts has a head that cannot be understood");
    } catch (IllegalArgumentException | IndexOutOfBoundsException | NullPointerException e) {
      throw malformed("it cannot be understood");
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    } finally {
      if (decoder != null) {
        decoder.destroy();
      }
    }
  }

  /**
   * Whether the last boundary is the one that closes the body. The decoder does not ask: of a body
   * that was cut off it gives the parts that are whole, and the last file would be lost in silence.
   */
  private static boolean isClosed(byte[] body, String boundary) {
    String text = new String(body, StandardCharsets.ISO_8859_1);
    String delimiter = "--" + boundary;
    int last = text.lastIndexOf("\n" + delimiter) + 1; // Or it is the first line.
    return text.startsWith(delimiter + "--", last);
  }

  private static ProblemException cutOff() {
    return malformed("it ends before its last boundary");
  }

  private static List<File> complete(List<File> files) {
    if (files.isEmpty()) {
      throw malformed("it has no files");
    }
    return files;
  }

  private static String name(InterfaceHttpData part) {
    String name =
        part instanceof io.netty.handler.codec.http.multipart.FileUpload upload
            ? upload.getFilename()
            : "";
    return Texts.shortened(name == null || name.isBlank() ? part.getName() : name);
  }

  private static ProblemException malformed(String why) {
    return new ProblemException(
        ProblemType.MALFORMED_BODY, "the body is not multipart/form-data: " + why);
  }
}
