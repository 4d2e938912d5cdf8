package dev.wardroom.client.store;

import java.io.Serial;

/// The store cannot be read or written: disk full, file damaged, or a fault of ours. Nothing was
/// changed.
public final class StoreFailure extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  public StoreFailure(String text, Throwable cause) {
    super(text, cause);
  }

  public StoreFailure(String text) {
    super(text);
  }
}
