package dev.wardroom.server.directory.prekeys;

import dev.wardroom.server.kernel.db.Query;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// A list of byte strings in an SQL text, of a fixed number of slots, so that the text stays
/// constant and its prepared statement is found again. Slots that are left over get an empty byte
/// string, which equals no id.
///
/// @param prefix of the parameters' names, letters only
public record InSlots(String prefix, int slots) {
  private static final byte[] NONE = new byte[0];

  /// The text between the parentheses.
  public String text() {
    return IntStream.range(0, slots)
        .mapToObj(slot -> ":" + prefix + slot)
        .collect(Collectors.joining(", "));
  }

  /// Sets all slots from a list that is not longer.
  public Query set(Query query, List<byte[]> values) {
    for (int slot = 0; slot < slots; slot++) {
      query.set(prefix + slot, slot < values.size() ? values.get(slot) : NONE);
    }
    return query;
  }

  /// The values cut into lists that fit.
  public <T> List<List<T>> cut(List<T> values) {
    return IntStream.range(0, (values.size() + slots - 1) / slots)
        .mapToObj(part -> values.subList(part * slots, Math.min(values.size(), (part + 1) * slots)))
        .toList();
  }
}
