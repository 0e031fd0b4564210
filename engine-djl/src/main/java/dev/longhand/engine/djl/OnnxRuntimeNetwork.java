package dev.longhand.engine.djl;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.longhand.engine.Network;
import dev.longhand.network.NetworkSpec;
import dev.longhand.network.Weights;
import dev.longhand.tensor.Shape;
import dev.longhand.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** A network as a session of ONNX Runtime. */
final class OnnxRuntimeNetwork implements Network {
  private final NetworkSpec spec;
  private final OrtEnvironment environment;
  private final OrtSession session;
  private final Consumer<OnnxRuntimeNetwork> whenClosed;

  /**
   * Runs share it; closing waits for them, as native code would crash on a session that is gone.
   */
  private final ReadWriteLock lock = new ReentrantReadWriteLock();

  private boolean closed;

  /**
   * Native memory for batches, as much as runs were under way at once. Java frees such memory only
   * when it collects garbage, so a new piece for each run would pile up.
   */
  private final Queue<FloatBuffer> buffers = new ConcurrentLinkedQueue<>();

  private OnnxRuntimeNetwork(
      NetworkSpec spec,
      OrtEnvironment environment,
      OrtSession session,
      Consumer<OnnxRuntimeNetwork> whenClosed) {
    this.spec = spec;
    this.environment = environment;
    this.session = session;
    this.whenClosed = whenClosed;
  }

  static OnnxRuntimeNetwork open(
      NetworkSpec spec,
      Weights weights,
      OnnxRuntimeLibrary library,
      int threads,
      Consumer<OnnxRuntimeNetwork> whenClosed) {
    byte[] model = OnnxGraph.of(spec, weights).build().toByteArray();
    try {
      OrtSession session = library.open(model, threads);
      return new OnnxRuntimeNetwork(spec, library.environment(), session, whenClosed);
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime refuses the graph of " + spec, e);
    }
  }

  @Override
  public Tensor run(Tensor batch) {
    lock.readLock().lock();
    try {
      if (closed) {
        throw new IllegalStateException("the network is closed");
      }
      Shape output = spec.outputShape(batch.shape());
      FloatBuffer buffer = buffer(batch.shape().size());
      try {
        return run(batch, buffer, output);
      } finally {
        buffers.add(buffer);
      }
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime cannot run " + batch.shape(), e);
    } finally {
      lock.readLock().unlock();
    }
  }

  private Tensor run(Tensor batch, FloatBuffer buffer, Shape output) throws OrtException {
    buffer.clear().put(batch.buffer()).flip();
    long[] extents = IntStream.of(batch.shape().extents()).asLongStream().toArray();
    try (OnnxTensor input = OnnxTensor.createTensor(environment, buffer, extents);
        OrtSession.Result result = session.run(Map.of(OnnxGraph.INPUT, input))) {
      return Tensor.of(output, ((OnnxTensor) result.get(0)).getFloatBuffer());
    }
  }

  private FloatBuffer buffer(int size) {
    FloatBuffer free = buffers.poll();
    return free != null && free.capacity() >= size
        ? free
        : ByteBuffer.allocateDirect(Math.multiplyExact(size, Float.BYTES))
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer();
  }

  @Override
  public void close() {
    lock.writeLock().lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime cannot free a network", e);
    } finally {
      lock.writeLock().unlock();
    }
    whenClosed.accept(this);
  }
}
