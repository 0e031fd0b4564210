package dev.longhand.sequence;

import dev.longhand.LonghandException;
import dev.longhand.text.Alphabet;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/**
 * A language model as bytes; {@code docs/bundle-format.md} specifies them. What is kept are the
 * counts, so that whatever is read gives probabilities that sum to 1.
 */
final class LanguageModelBytes {

  /** No file is larger: it bounds the memory of reading. */
  static final int LIMIT = 1 << 24;

  private static final int MAGIC = 0x4c48_4c4d; // LHLM
  private static final int VERSION = 1;
  private static final int MOST_SYMBOLS = 1 << 15;
  private static final int SHORTEST = 4 + 1 + 1 + 1 + 2 + 1 + 1 + 4;

  private LanguageModelBytes() {}

  static byte[] write(CharacterLanguageModel model) {
    var bytes = new Writer();
    bytes.int32(MAGIC);
    bytes.write(VERSION);
    bytes.write(model.order());
    bytes.varint(model.alphabet().size());
    for (String symbol : model.alphabet().symbols()) {
      byte[] utf8 = symbol.getBytes(StandardCharsets.UTF_8);
      bytes.varint(utf8.length);
      bytes.writeBytes(utf8);
    }
    NgramTree tree = model.tree();
    bytes.varint(tree.size());
    int levelEnd = 1;
    int depth = 0;
    for (int node = 0; node < tree.size(); node++) {
      if (node == levelEnd) {
        depth++;
        levelEnd = tree.firstChild(node);
      }
      if (depth == tree.order()) {
        break;
      }
      bytes.varint(tree.endOfChildren(node) - tree.firstChild(node));
      int previous = -1;
      for (int child = tree.firstChild(node); child < tree.endOfChildren(node); child++) {
        bytes.varint(tree.symbol(child) - previous - 1);
        bytes.varint(tree.count(child));
        previous = tree.symbol(child);
      }
    }
    var crc = new CRC32();
    crc.update(bytes.toByteArray());
    bytes.int32((int) crc.getValue());
    return bytes.toByteArray();
  }

  /**
   * @throws LonghandException when they are no whole, undamaged language model, without naming
   *     where they come from
   */
  static CharacterLanguageModel read(ByteBuffer content) {
    if (content.remaining() > LIMIT) {
      throw unreadable("it has " + content.remaining() + " bytes, but at most " + LIMIT);
    }
    ByteBuffer bytes = content.slice();
    if (bytes.remaining() < SHORTEST || bytes.getInt() != MAGIC) {
      throw unreadable("it does not start as one");
    }
    int version = bytes.get();
    if (version != VERSION) {
      throw unreadable("its version is " + version + ", but this release reads " + VERSION);
    }
    int body = bytes.limit() - 4;
    var crc = new CRC32();
    crc.update(bytes.duplicate().position(0).limit(body));
    if ((int) crc.getValue() != bytes.getInt(body)) {
      throw unreadable("it is damaged or truncated: its checksum is wrong; copy it again");
    }
    bytes.limit(body);
    int order = bytes.get();
    if (order < 1 || order > CharacterLanguageModel.LONGEST) {
      throw unreadable(
          "its order must be 1 to " + CharacterLanguageModel.LONGEST + ", but is " + order);
    }
    Alphabet alphabet = alphabet(bytes);
    NgramTree tree = tree(bytes, order, alphabet.size(), alphabet.indexOf(" ").orElse(-1));
    if (bytes.hasRemaining()) {
      throw unreadable(bytes.remaining() + " bytes follow its last sequence");
    }
    return new CharacterLanguageModel(alphabet, tree);
  }

  private static Alphabet alphabet(ByteBuffer bytes) {
    int size = varint(bytes, MOST_SYMBOLS, "number of symbols");
    List<String> symbols = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      int length = varint(bytes, bytes.remaining(), "length of symbol " + i);
      if (length > bytes.remaining()) {
        throw unreadable("it ends within symbol " + i);
      }
      ByteBuffer utf8 = bytes.slice().limit(length);
      try {
        symbols.add(StandardCharsets.UTF_8.newDecoder().decode(utf8).toString());
      } catch (CharacterCodingException e) {
        throw unreadable("its symbol " + i + " is not UTF-8");
      }
      bytes.position(bytes.position() + length);
    }
    try {
      return new Alphabet(symbols);
    } catch (IllegalArgumentException e) {
      throw unreadable("its alphabet is none: " + e.getMessage());
    }
  }

  private static NgramTree tree(ByteBuffer bytes, int order, int boundary, int space) {
    // Each node but the first takes at least two bytes.
    int size = varint(bytes, 1 + bytes.remaining() / 2, "number of sequences");
    var tree = new NgramTree.Builder(order, size);
    int levelEnd = 1;
    int depth = 0;
    for (int node = 0; node < tree.size(); node++) {
      if (node == levelEnd) {
        depth++;
        levelEnd = tree.size();
      }
      if (depth == order) {
        break;
      }
      tree.startChildren();
      int children = varint(bytes, size - tree.size(), "number of children of node " + node);
      int symbol = -1;
      for (int i = 0; i < children; i++) {
        symbol += 1 + varint(bytes, boundary, "symbol");
        if (symbol > boundary) {
          throw unreadable("it has the symbol " + symbol + " of " + (boundary + 1));
        }
        if (symbol == space) {
          throw unreadable("it has a space within a word");
        }
        int count = varint(bytes, Integer.MAX_VALUE, "count");
        tree.add(symbol, count);
      }
    }
    if (tree.size() != size) {
      throw unreadable("it announces " + size + " sequences, but has " + tree.size());
    }
    return tree.build();
  }

  private static int varint(ByteBuffer bytes, int most, String what) {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      if (!bytes.hasRemaining() || shift > 28) {
        throw unreadable("it ends within a " + what);
      }
      int next = bytes.get();
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        break;
      }
    }
    if (value > most) {
      throw unreadable("its " + what + " is " + value + ", but can be " + most + " at most");
    }
    return (int) value;
  }

  private static LonghandException unreadable(String why) {
    return new LonghandException("is no readable language model: " + why);
  }

  /** Big-endian integers, and short ones in fewer bytes: seven bits in each, the lowest first. */
  private static final class Writer extends ByteArrayOutputStream {

    void int32(int value) {
      writeBytes(ByteBuffer.allocate(4).putInt(value).array());
    }

    void varint(int value) {
      int rest = value;
      while (rest > 0x7f) {
        write((rest & 0x7f) | 0x80);
        rest >>>= 7;
      }
      write(rest);
    }
  }
}
