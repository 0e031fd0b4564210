package dev.longhand.training;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.longhand.LonghandException;
import dev.longhand.network.Weights;
import dev.longhand.tensor.Shape;
import dev.longhand.tensor.Tensor;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A training after some whole epochs: all that is needed to go on with it, bit for bit.
 *
 * <p>The file is, in big-endian order: the 16 bytes {@code longhand-ckpt-1\n}; an int, the length
 * of the header; the header, JSON in UTF-8 with {@code recipe}, {@code history}, {@code weights}
 * (name and shape of each) and {@code vectors} (names); for each vector the float32 values of all
 * weights in that order; and the SHA-256 of everything before. It is written beside the old one,
 * forced to disk, and moved over it, so whatever happens meanwhile, the old one stays good.
 */
public final class Checkpoint {
  private static final byte[] MAGIC = "longhand-ckpt-1\n".getBytes(StandardCharsets.US_ASCII);
  private static final int DIGEST_BYTES = 32;
  private static final int MAX_HEADER_BYTES = 32 << 20;
  private static final int CHUNK_FLOATS = 1 << 14;
  private static final JsonMapper JSON = new JsonMapper();

  /** The weights as the optimizer left them. */
  static final String CURRENT = "weights";

  /** Their moving average. */
  static final String AVERAGED = "averaged";

  /** The averaged weights of the best epoch. */
  static final String BEST = "best";

  private final Map<String, String> recipe;
  private final List<EpochResult> history;
  private final Map<String, Shape> shapes;
  private final Map<String, float[]> vectors;

  /**
   * @param vectors each with the values of all weights, in the order of {@code shapes}; not copied
   */
  Checkpoint(
      Map<String, String> recipe,
      List<EpochResult> history,
      Map<String, Shape> shapes,
      Map<String, float[]> vectors) {
    this.recipe = Collections.unmodifiableMap(new LinkedHashMap<>(recipe));
    this.history = List.copyOf(history);
    this.shapes = Collections.unmodifiableMap(new LinkedHashMap<>(shapes));
    this.vectors = Collections.unmodifiableMap(new LinkedHashMap<>(vectors));
  }

  /** What determines the course of the training: settings, network, initial weights, data. */
  public Map<String, String> recipe() {
    return recipe;
  }

  /** The epochs done, at least one. */
  public List<EpochResult> history() {
    return history;
  }

  /** The best epoch so far, with its averaged weights. */
  public TrainingResult.Best best() {
    float[] values = vector(BEST);
    Map<String, Tensor> byName = new LinkedHashMap<>();
    int offset = 0;
    for (Map.Entry<String, Shape> weight : shapes.entrySet()) {
      int size = weight.getValue().size();
      byName.put(
          weight.getKey(), Tensor.of(weight.getValue(), FloatBuffer.wrap(values, offset, size)));
      offset += size;
    }
    return new TrainingResult.Best(best(history), new Weights(byName));
  }

  /** The first of the epochs with the highest score. */
  static EpochResult best(List<EpochResult> history) {
    EpochResult best = history.get(0);
    for (EpochResult result : history) {
      if (result.score() > best.score()) {
        best = result;
      }
    }
    return best;
  }

  Map<String, Shape> shapes() {
    return shapes;
  }

  Set<String> vectorNames() {
    return vectors.keySet();
  }

  float[] vector(String name) {
    float[] vector = vectors.get(name);
    if (vector == null) {
      throw new IllegalArgumentException(
          "no vector is named '" + name + "'; there are " + vectors.keySet());
    }
    return vector;
  }

  /** Opens a new file; closing it forces it to the disk. A test's disk is full. */
  @FunctionalInterface
  interface Disk {
    OutputStream create(Path file) throws IOException;

    /** The file system. Not through a channel, which an interruption would close. */
    Disk REAL = file -> new ForcedFile(file);
  }

  private static final class ForcedFile extends FileOutputStream {
    ForcedFile(Path file) throws IOException {
      super(file.toFile());
    }

    @Override
    public void close() throws IOException {
      if (getFD().valid()) {
        try {
          getFD().sync();
        } finally {
          super.close();
        }
      }
    }
  }

  /**
   * Finds out before hours of training that a checkpoint could not be written after them.
   *
   * @throws LonghandException when there is no such directory and none can be made, or it cannot be
   *     written to
   */
  static void requireWritable(Path file) {
    Path directory = file.toAbsolutePath().getParent();
    if (Files.isDirectory(file) || directory == null) {
      throw new LonghandException("the checkpoint " + file + " is a directory; name a file in it");
    }
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new LonghandException(
          "cannot make the directory " + directory + " for the checkpoint: " + e, e);
    }
    if (!Files.isWritable(directory)) {
      throw new LonghandException(
          "no permission to write the checkpoint to " + directory + "; name another place");
    }
  }

  /**
   * Replaces the file, wholly or not at all.
   *
   * @throws LonghandException when it cannot be written; the former file is as it was
   */
  void write(Path file, Disk disk) {
    Path sibling = file.resolveSibling(file.getFileName() + ".part");
    try {
      try (OutputStream out = disk.create(sibling)) {
        write(out);
      }
      Files.move(
          sibling, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      forceDirectory(file);
    } catch (IOException e) {
      deleteQuietly(sibling, e);
      throw new LonghandException(
          "cannot write the checkpoint of epoch "
              + history.size()
              + " to "
              + file
              + ": "
              + e.getMessage()
              + ". It needs "
              + (bytes() / 1_000_000 + 1)
              + " MB. "
              + (Files.exists(file)
                  ? "The checkpoint of the epoch before is intact: make room and train again to go on from it"
                  : "Make room, or choose another place"),
          e);
    }
  }

  private long bytes() {
    return vectors.values().stream().mapToLong(vector -> 4L * vector.length).sum();
  }

  private void write(OutputStream file) throws IOException {
    MessageDigest sha256 = sha256();
    var digested = new DigestOutputStream(file, sha256);
    byte[] header = JSON.writeValueAsBytes(header());
    var start = new DataOutputStream(digested);
    start.write(MAGIC);
    start.writeInt(header.length);
    start.write(header);
    start.flush();
    ByteBuffer chunk = ByteBuffer.allocate(4 * CHUNK_FLOATS);
    for (float[] vector : vectors.values()) {
      for (int from = 0; from < vector.length; from += CHUNK_FLOATS) {
        int count = Math.min(CHUNK_FLOATS, vector.length - from);
        chunk.asFloatBuffer().put(vector, from, count);
        digested.write(chunk.array(), 0, 4 * count);
      }
    }
    file.write(sha256.digest());
  }

  private ObjectNode header() {
    ObjectNode header = JSON.createObjectNode();
    ObjectNode recipeNode = header.putObject("recipe");
    recipe.forEach(recipeNode::put);
    ArrayNode historyNode = header.putArray("history");
    for (EpochResult result : history) {
      ObjectNode node = historyNode.addObject();
      node.put("trainLoss", result.trainLoss());
      node.put("trainAccuracy", result.trainAccuracy());
      result.validation().forEach(node.putObject("validation")::put);
      node.put("score", result.score());
      node.put("learningRate", result.learningRate());
      node.put("seconds", result.seconds());
    }
    ArrayNode weightsNode = header.putArray("weights");
    shapes.forEach(
        (name, shape) -> {
          ObjectNode node = weightsNode.addObject();
          node.put("name", name);
          ArrayNode extents = node.putArray("shape");
          Arrays.stream(shape.extents()).forEach(extents::add);
        });
    vectors.keySet().forEach(header.putArray("vectors")::add);
    return header;
  }

  /** Makes the move itself last; where a directory cannot be forced, the file system must do. */
  private static void forceDirectory(Path file) {
    Path directory = file.toAbsolutePath().getParent();
    if (directory != null) {
      try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
        channel.force(true);
      } catch (IOException e) {
        // Windows opens no directory; the checkpoint is written all the same.
        return;
      }
    }
  }

  private static void deleteQuietly(Path file, IOException because) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      because.addSuppressed(e);
    }
  }

  /**
   * Reads a checkpoint, after having checked its digest. Memory is bounded by the file's own size.
   *
   * @throws LonghandException when the file is missing, is no checkpoint, or is damaged
   */
  public static Checkpoint read(Path file) {
    try {
      long size = Files.size(file);
      checkDigest(file, size);
      try (var in =
          new DataInputStream(new BufferedInputStream(new FileInputStream(file.toFile())))) {
        in.skipNBytes(MAGIC.length);
        int headerBytes = in.readInt();
        if (headerBytes < 2 || headerBytes > Math.min(size, MAX_HEADER_BYTES)) {
          throw unreadable(file, "its header would have " + headerBytes + " bytes", null);
        }
        JsonNode header = JSON.readTree(in.readNBytes(headerBytes));
        return read(file, size - MAGIC.length - 4 - headerBytes - DIGEST_BYTES, header, in);
      }
    } catch (JsonProcessingException | EOFException | IllegalArgumentException e) {
      throw unreadable(file, String.valueOf(e.getMessage()).lines().findFirst().orElse(""), e);
    } catch (IOException e) {
      throw new LonghandException("cannot read the checkpoint " + file + ": " + e, e);
    }
  }

  private static Checkpoint read(Path file, long valueBytes, JsonNode header, DataInputStream in)
      throws IOException {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    long values = 0;
    for (JsonNode weight : required(header, "weights")) {
      Shape shape = shape(required(weight, "shape"));
      if (shapes.put(required(weight, "name").asText(), shape) != null) {
        throw new IllegalArgumentException("two weights share a name");
      }
      values += shape.size();
    }
    List<String> names = new ArrayList<>();
    required(header, "vectors").forEach(name -> names.add(name.asText()));
    if (valueBytes != 4 * values * names.size()) {
      throw unreadable(
          file,
          "it should hold "
              + names.size()
              + " vectors of "
              + values
              + " values, but has "
              + valueBytes
              + " bytes for them",
          null);
    }
    Map<String, float[]> vectors = new LinkedHashMap<>();
    for (String name : names) {
      vectors.put(name, floats(in, Math.toIntExact(values)));
    }
    Map<String, String> recipe = new LinkedHashMap<>();
    required(header, "recipe")
        .properties()
        .forEach(entry -> recipe.put(entry.getKey(), entry.getValue().asText()));
    List<EpochResult> history = new ArrayList<>();
    for (JsonNode node : required(header, "history")) {
      history.add(result(history.size() + 1, node));
    }
    if (history.isEmpty() || !vectors.keySet().containsAll(List.of(CURRENT, AVERAGED, BEST))) {
      throw unreadable(file, "it lacks epochs or weights", null);
    }
    return new Checkpoint(recipe, history, shapes, vectors);
  }

  private static EpochResult result(int epoch, JsonNode node) {
    Map<String, Double> validation = new LinkedHashMap<>();
    required(node, "validation")
        .properties()
        .forEach(entry -> validation.put(entry.getKey(), number(entry.getValue())));
    return new EpochResult(
        epoch,
        number(required(node, "trainLoss")),
        number(required(node, "trainAccuracy")),
        validation,
        number(required(node, "score")),
        number(required(node, "learningRate")),
        number(required(node, "seconds")));
  }

  /** A number that is not finite is a string in JSON. */
  private static double number(JsonNode node) {
    return node.isTextual() ? Double.parseDouble(node.textValue()) : node.doubleValue();
  }

  private static Shape shape(JsonNode extents) {
    int[] each = new int[extents.size()];
    for (int i = 0; i < each.length; i++) {
      each[i] = extents.get(i).intValue();
    }
    return new Shape(each);
  }

  private static JsonNode required(JsonNode node, String field) {
    JsonNode value = node.get(field);
    if (value == null) {
      throw new IllegalArgumentException("its header has no '" + field + "'");
    }
    return value;
  }

  private static float[] floats(DataInputStream in, int count) throws IOException {
    float[] values = new float[count];
    byte[] chunk = new byte[4 * Math.min(CHUNK_FLOATS, count)];
    for (int from = 0; from < count; from += CHUNK_FLOATS) {
      int here = Math.min(CHUNK_FLOATS, count - from);
      in.readFully(chunk, 0, 4 * here);
      ByteBuffer.wrap(chunk, 0, 4 * here).asFloatBuffer().get(values, from, here);
    }
    return values;
  }

  private static void checkDigest(Path file, long size) throws IOException {
    try (InputStream in = new BufferedInputStream(new FileInputStream(file.toFile()))) {
      byte[] magic = in.readNBytes(MAGIC.length);
      if (!Arrays.equals(magic, MAGIC)) {
        throw unreadable(file, "it does not begin as one of this release", null);
      }
      MessageDigest sha256 = sha256();
      sha256.update(magic);
      byte[] chunk = new byte[1 << 16];
      long left = size - MAGIC.length - DIGEST_BYTES;
      while (left > 0) {
        int count = in.read(chunk, 0, (int) Math.min(chunk.length, left));
        if (count < 0) {
          break;
        }
        sha256.update(chunk, 0, count);
        left -= count;
      }
      if (left != 0 || !MessageDigest.isEqual(sha256.digest(), in.readNBytes(DIGEST_BYTES))) {
        throw unreadable(file, "it is damaged or cut short (its digest is wrong)", null);
      }
    }
  }

  private static LonghandException unreadable(Path file, String why, @Nullable Throwable cause) {
    return new LonghandException(
        file
            + " is not a checkpoint that can be resumed: "
            + why
            + ". Remove it to train anew, or name another file",
        cause);
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
