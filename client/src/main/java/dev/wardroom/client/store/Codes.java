package dev.wardroom.client.store;

/// Enums in columns, by their place. Every enum that is stored is only added to at its end; this is
/// the one place that relies on it.
@SuppressWarnings("EnumOrdinal")
public final class Codes {

  private Codes() {}

  public static int code(Enum<?> value) {
    return value.ordinal();
  }

  /// @throws StoreFailure for a code that a newer program wrote
  public static <E extends Enum<E>> E value(Class<E> type, int code) {
    E[] values = type.getEnumConstants();
    if (code < 0 || code >= values.length) {
      throw new StoreFailure("this home was written by a newer wardroom: upgrade this program");
    }
    return values[code];
  }
}
