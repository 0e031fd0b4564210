package dev.longhand.image;

import java.io.IOException;
import java.util.Arrays;
import javax.imageio.stream.ImageInputStreamImpl;

/**
 * A file in memory as ImageIO reads it, without a copy.
 *
 * <p>The decoder of WebP takes the end of the file for endless zeros, and would build gigabytes of
 * tables from them. A {@code strict} file ends with an error that no decoder passes over; before it
 * are some zeros, as decoders look ahead.
 */
final class FileBytes extends ImageInputStreamImpl {

  /** In bytes. */
  private static final int LOOKAHEAD = 64;

  private final byte[] bytes;
  private final boolean strict;

  FileBytes(byte[] bytes, boolean strict) {
    this.bytes = bytes;
    this.strict = strict;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    checkClosed();
    setBitOffset(0);
    if (length == 0) {
      return 0;
    }
    int left = (int) Math.max(0, bytes.length - streamPos);
    int zeros = strict ? (int) Math.min(LOOKAHEAD, bytes.length + LOOKAHEAD - streamPos) : 0;
    int count = Math.min(length, left + zeros);
    if (count <= 0) {
      if (strict) {
        throw new IOException("it is cut short after " + bytes.length + " bytes");
      }
      return -1;
    }
    int copied = Math.min(count, left);
    if (copied > 0) {
      System.arraycopy(bytes, (int) streamPos, target, offset, copied);
    }
    Arrays.fill(target, offset + copied, offset + count, (byte) 0);
    streamPos += count;
    return count;
  }

  @Override
  public long length() {
    return bytes.length;
  }
}
