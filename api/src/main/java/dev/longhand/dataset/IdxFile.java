package dev.longhand.dataset;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The content of an idx file of unsigned bytes: a big-endian header (0, 0, type 8, number of
 * dimensions, then each extent as an int) and the items.
 *
 * <p>The items are held once, in blocks that are allocated only when the ones before were really
 * there, so a header that lies costs no memory.
 *
 * @see <a href="http://yann.lecun.com/exdb/mnist/">LeCun et al., the MNIST database</a>
 */
final class IdxFile {
  private static final int UNSIGNED_BYTES = 0x800;
  private static final int BLOCK_BYTES = 1 << 20;
  private static final int LONGEST_SIDE = 4096;

  private final int[] extents;
  private final int itemBytes;
  private final int itemsPerBlock;
  private final List<byte[]> blocks;

  private IdxFile(int[] extents, int itemBytes, int itemsPerBlock, List<byte[]> blocks) {
    this.extents = extents;
    this.itemBytes = itemBytes;
    this.itemsPerBlock = itemsPerBlock;
    this.blocks = blocks;
  }

  /**
   * @param dimensions 1 for labels, 3 for images
   */
  static IdxFile read(Path file, int dimensions) {
    long mostBytes = DataFile.mostBytes(file);
    try (InputStream in = DataFile.open(file)) {
      int[] extents = readHeader(file, in, dimensions);
      long itemBytes = 1;
      for (int i = 1; i < extents.length; i++) {
        if (extents[i] < 1 || extents[i] > LONGEST_SIDE) {
          throw new InvalidDataException(
              file
                  + ": its images are "
                  + Integer.toUnsignedString(extents[i])
                  + (i == 1 ? " rows high" : " columns wide")
                  + ", but 1 to "
                  + LONGEST_SIDE
                  + " were expected");
        }
        itemBytes *= extents[i];
      }
      if (extents[0] < 0) {
        throw new InvalidDataException(
            file
                + " promises "
                + Integer.toUnsignedString(extents[0])
                + " items, but at most "
                + Integer.MAX_VALUE
                + " are supported");
      }
      long promised = extents[0] * itemBytes;
      if (promised > mostBytes) {
        throw cutShort(file, extents, promised, "at most " + mostBytes);
      }
      refuseMoreThanFits(file, promised);
      return readItems(file, in, extents, (int) itemBytes);
    } catch (IOException e) {
      throw DataFile.unreadable(file, e);
    }
  }

  private static int[] readHeader(Path file, InputStream in, int dimensions) throws IOException {
    byte[] header = in.readNBytes(4 + 4 * dimensions);
    ByteBuffer numbers = ByteBuffer.wrap(header);
    int expected = UNSIGNED_BYTES | dimensions;
    if (header.length >= 4 && numbers.getInt(0) != expected) {
      throw new InvalidDataException(
          String.format(
              "%s is not an idx%d file: it starts with 0x%08x, but 0x%08x was expected",
              file, dimensions, numbers.getInt(0), expected));
    }
    if (header.length < 4 + 4 * dimensions) {
      throw new InvalidDataException(
          file
              + " is cut short: its header has "
              + header.length
              + " bytes, but "
              + (4 + 4 * dimensions)
              + " were expected");
    }
    int[] extents = new int[dimensions];
    numbers.position(4).slice().asIntBuffer().get(extents);
    return extents;
  }

  private static void refuseMoreThanFits(Path file, long bytes) {
    long most = Runtime.getRuntime().maxMemory();
    if (bytes > most - most / 8) {
      throw new InvalidDataException(
          file
              + " needs "
              + (bytes >> 20)
              + " MB of memory, but Java may use "
              + (most >> 20)
              + " MB; give it more, as with JAVA_TOOL_OPTIONS=-Xmx"
              + ((bytes >> 20) + (bytes >> 22) + 256)
              + "m");
    }
  }

  private static IdxFile readItems(Path file, InputStream in, int[] extents, int itemBytes)
      throws IOException {
    int itemsPerBlock = Math.max(1, BLOCK_BYTES / itemBytes);
    List<byte[]> blocks = new ArrayList<>();
    long promised = (long) extents[0] * itemBytes;
    long read = 0;
    while (read < promised) {
      int wanted = (int) Math.min((long) itemsPerBlock * itemBytes, promised - read);
      byte[] block = in.readNBytes(wanted);
      read += block.length;
      if (block.length < wanted) {
        throw cutShort(file, extents, promised, String.valueOf(read));
      }
      blocks.add(block);
    }
    if (in.read() >= 0) {
      throw new InvalidDataException(
          file + " goes on after the " + describe(extents) + " that its header promises");
    }
    return new IdxFile(extents, itemBytes, itemsPerBlock, blocks);
  }

  private static InvalidDataException cutShort(
      Path file, int[] extents, long promised, String found) {
    return new InvalidDataException(
        file
            + " is cut short: its header promises "
            + describe(extents)
            + " in "
            + promised
            + " bytes, but there are "
            + found);
  }

  private static String describe(int[] extents) {
    return extents.length == 1
        ? extents[0] + " labels"
        : extents[0] + " images of " + extents[2] + "×" + extents[1] + " px";
  }

  int count() {
    return extents[0];
  }

  /** The extent of a dimension: 0 counts the items, 1 the rows, 2 the columns. */
  int extent(int dimension) {
    return extents[dimension];
  }

  /** The value of an item that is one byte, in 0…255. */
  int value(int item) {
    return blocks.get(item / itemsPerBlock)[item % itemsPerBlock] & 0xff;
  }

  /** A copy of an item's bytes. */
  byte[] bytes(int item) {
    int start = item % itemsPerBlock * itemBytes;
    return Arrays.copyOfRange(blocks.get(item / itemsPerBlock), start, start + itemBytes);
  }
}
