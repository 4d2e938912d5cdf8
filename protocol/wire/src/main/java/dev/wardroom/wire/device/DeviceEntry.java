package dev.wardroom.wire.device;

import dev.wardroom.wire.CanonicalReader;
import dev.wardroom.wire.CanonicalWriter;
import dev.wardroom.wire.ProtocolError;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.WireLimits;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.key.P521PublicKey;
import dev.wardroom.wire.key.Suite;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A live device in a device list.
///
/// @param addedAt milliseconds since epoch
/// @param suiteCodes what the device can open, strictly rising, 1 to 8 codes; codes that this
///   program does not know are kept, so that a newer device does not make its user's list
///   unreadable
public record DeviceEntry(DeviceId id, P521PublicKey key, long addedAt, List<Integer> suiteCodes) {
  public DeviceEntry {
    suiteCodes = List.copyOf(suiteCodes);
    if (addedAt < 0 || !isRising(suiteCodes)) {
      throw new IllegalArgumentException("suites rise strictly, times are not negative");
    }
  }

  public static DeviceEntry of(DeviceId id, P521PublicKey key, long addedAt, Suite... suites) {
    return new DeviceEntry(
        id, key, addedAt, Arrays.stream(suites).map(Suite::code).sorted().toList());
  }

  static DeviceEntry read(CanonicalReader reader) throws ProtocolException {
    DeviceId id = DeviceId.read(reader);
    P521PublicKey key = P521PublicKey.read(reader);
    long addedAt = reader.u64();
    int count = reader.u8();
    if (count > WireLimits.DEVICE_SUITES_MAX) {
      throw new ProtocolException(ProtocolError.TOO_LARGE, "suites of a device");
    }
    List<Integer> codes = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      codes.add(reader.u8());
    }
    if (!isRising(codes)) {
      throw new ProtocolException(ProtocolError.MALFORMED, "suites do not rise");
    }
    return new DeviceEntry(id, key, addedAt, codes);
  }

  void write(CanonicalWriter writer) {
    writer.fixed(id.bytes()).fixed(key.bytes()).u64(addedAt).u8(suiteCodes.size());
    suiteCodes.forEach(writer::u8);
  }

  public boolean supports(Suite suite) {
    return suiteCodes.contains(suite.code());
  }

  private static boolean isRising(List<Integer> codes) {
    int last = 0;
    for (int code : codes) {
      if (code <= last || code > 0xff) {
        return false;
      }
      last = code;
    }
    return !codes.isEmpty() && codes.size() <= WireLimits.DEVICE_SUITES_MAX;
  }
}
