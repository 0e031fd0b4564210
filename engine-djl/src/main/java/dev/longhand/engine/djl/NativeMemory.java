package dev.longhand.engine.djl;

import ai.djl.ndarray.NDManager;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Function;

/** Arrays that many threads may use at once, until one thread frees them. */
final class NativeMemory implements AutoCloseable {
  private final String owner;
  private final NDManager manager;
  private final Consumer<NativeMemory> whenClosed;

  /** Uses share it; closing waits for them, as PyTorch would crash on memory that is gone. */
  private final ReadWriteLock lock = new ReentrantReadWriteLock();

  /**
   * @param owner as a message names it
   */
  NativeMemory(String owner, NDManager manager, Consumer<NativeMemory> whenClosed) {
    this.owner = owner;
    this.manager = manager;
    this.whenClosed = whenClosed;
  }

  /** For what lives as long as this memory. */
  NDManager manager() {
    return manager;
  }

  /**
   * @param work is given a place for arrays that are freed when it ends
   * @throws IllegalStateException when this memory is closed
   */
  <R> R use(Function<NDManager, R> work) {
    lock.readLock().lock();
    try {
      if (!manager.isOpen()) {
        throw new IllegalStateException(owner + " is closed");
      }
      try (NDManager scratch = manager.newSubManager()) {
        return work.apply(scratch);
      }
    } finally {
      lock.readLock().unlock();
    }
  }

  @Override
  public void close() {
    lock.writeLock().lock();
    try {
      manager.close();
    } finally {
      lock.writeLock().unlock();
    }
    whenClosed.accept(this);
  }
}
