package com.example.onnxfile;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.longhand.engine.Engine;
import dev.longhand.engine.EngineOptions;
import dev.longhand.engine.EngineProvider;
import dev.longhand.engine.EngineUnavailableException;
import dev.longhand.engine.Network;
import dev.longhand.engine.NetworkExporter;
import dev.longhand.network.NetworkSpec;
import dev.longhand.network.Weights;
import dev.longhand.tensor.Shape;
import dev.longhand.tensor.Tensor;
import java.nio.FloatBuffer;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.IntStream;

/** The engine {@code onnx-file}: runs the ONNX file that Longhand writes of a network. */
public final class OnnxFileProvider implements EngineProvider {
  private static final String NAME = "onnx-file";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Engine open(EngineOptions options) {
    options.requireCpu(NAME);
    for (NetworkExporter exporter : ServiceLoader.load(NetworkExporter.class)) {
      if (exporter.format().equals("onnx")) {
        return new OnnxFileEngine(exporter, options.threads());
      }
    }
    throw new EngineUnavailableException(
        "engine '" + NAME + "' needs what writes ONNX; put longhand-engine-djl on the class path");
  }

  private static final class OnnxFileEngine implements Engine {
    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final Set<Network> networks = ConcurrentHashMap.newKeySet();
    private final NetworkExporter exporter;
    private final int threads;
    private boolean closed;

    OnnxFileEngine(NetworkExporter exporter, int threads) {
      this.exporter = exporter;
      this.threads = threads;
    }

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public synchronized Network load(NetworkSpec spec, Weights weights) {
      requireOpen(!closed);
      byte[] file = exporter.export(spec, weights, Map.of());
      try (var options = new OrtSession.SessionOptions()) {
        options.setIntraOpNumThreads(threads);
        var network = new OnnxFileNetwork(spec, environment.createSession(file, options));
        networks.add(network);
        return network;
      } catch (OrtException e) {
        throw new IllegalStateException("ONNX Runtime does not take " + spec, e);
      }
    }

    @Override
    public synchronized void close() {
      closed = true;
      networks.forEach(Network::close);
    }

    private static void requireOpen(boolean open) {
      if (!open) {
        throw new IllegalStateException("the network, or its engine, is closed");
      }
    }

    private final class OnnxFileNetwork implements Network {
      private final ReadWriteLock lock = new ReentrantReadWriteLock(); // Runs share it.
      private final NetworkSpec spec;
      private final OrtSession session;

      OnnxFileNetwork(NetworkSpec spec, OrtSession session) {
        this.spec = spec;
        this.session = session;
      }

      @Override
      public Tensor run(Tensor batch) {
        Shape output = spec.outputShape(batch.shape()); // Refuses what does not fit.
        long[] extents = IntStream.of(batch.shape().extents()).asLongStream().toArray();
        lock.readLock().lock();
        try {
          requireOpen(networks.contains(this));
          String name = session.getInputNames().iterator().next();
          try (var input =
                  OnnxTensor.createTensor(environment, FloatBuffer.wrap(batch.toArray()), extents);
              var result = session.run(Map.of(name, input))) {
            return Tensor.of(output, ((OnnxTensor) result.get(0)).getFloatBuffer());
          }
        } catch (OrtException e) {
          throw new IllegalStateException("ONNX Runtime cannot run " + batch.shape(), e);
        } finally {
          lock.readLock().unlock();
        }
      }

      @Override
      public void close() {
        lock.writeLock().lock(); // Native code would crash on a session that is gone.
        try {
          if (networks.remove(this)) {
            session.close();
          }
        } catch (OrtException e) {
          throw new IllegalStateException("ONNX Runtime cannot free a network", e);
        } finally {
          lock.writeLock().unlock();
        }
      }
    }
  }
}
