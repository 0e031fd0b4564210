package dev.longhand.engine.dl4j;

import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Function;

/** Arrays that many threads may use at once, until one thread frees them. */
final class NativeMemory implements AutoCloseable {
  private final String owner;
  private final Scratch lasting = new Scratch();
  private final Consumer<NativeMemory> whenClosed;

  /** Uses share it; closing waits for them, as ND4J would crash on memory that is gone. */
  private final ReadWriteLock lock = new ReentrantReadWriteLock();

  private boolean closed;

  /**
   * @param owner as a message names it
   */
  NativeMemory(String owner, Consumer<NativeMemory> whenClosed) {
    this.owner = owner;
    this.whenClosed = whenClosed;
  }

  /** For what lives as long as this memory; used by one thread, before any other knows of it. */
  Scratch lasting() {
    return lasting;
  }

  /**
   * @param work is given a place for arrays that are freed when it ends
   * @throws IllegalStateException when this memory is closed
   */
  <R> R use(Function<Scratch, R> work) {
    lock.readLock().lock();
    try {
      if (closed) {
        throw new IllegalStateException(owner + " is closed");
      }
      try (var scratch = new Scratch()) {
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
      closed = true;
      lasting.close();
    } finally {
      lock.writeLock().unlock();
    }
    whenClosed.accept(this);
  }
}
