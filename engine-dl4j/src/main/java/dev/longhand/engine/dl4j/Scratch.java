package dev.longhand.engine.dl4j;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A place for arrays, which are freed with it at the latest. Not thread-safe.
 *
 * <p>ND4J would leave that to the garbage collector, which knows nothing of native memory, or to
 * its workspaces, which belong to a thread and outlive a network.
 */
final class Scratch implements AutoCloseable {
  private final Set<INDArray> arrays = Collections.newSetFromMap(new IdentityHashMap<>());

  /** A row-major float array of whatever was in the memory before. */
  INDArray array(long... shape) {
    INDArray array = Nd4j.createUninitializedDetached(DataType.FLOAT, 'c', shape);
    arrays.add(array);
    return array;
  }

  /** Frees an array before the others. One that is not of this place is left alone. */
  void free(INDArray array) {
    if (arrays.remove(array)) {
      array.close();
    }
  }

  @Override
  public void close() {
    List.copyOf(arrays).forEach(this::free);
  }
}
