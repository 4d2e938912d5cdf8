package dev.wardroom.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class CanonicalCodingTest {
  @Test
  void everyFieldHasOneForm() {
    byte[] written =
        CanonicalWriter.labelled("x")
            .u8(0xff)
            .bool(true)
            .u16(0x0102)
            .u32(0xfffffffeL)
            .u64(0x0102030405060708L)
            .fixed(new byte[] {9, 8})
            .variable(new byte[] {7})
            .text("é")
            .toArray();

    assertThat(Bytes.of(written).toHex())
        .isEqualTo(
            "0178"
                + "ff"
                + "01"
                + "0102"
                + "fffffffe"
                + "0102030405060708"
                + "0908"
                + "0000000107"
                + "0002c3a9");
  }

  @Test
  void whatWasWrittenIsReadBack() throws ProtocolException {
    byte[] written =
        CanonicalWriter.labelled("label")
            .u8(1)
            .u16(2)
            .u32(3)
            .u64(4)
            .bool(false)
            .text("ü")
            .toArray();

    CanonicalReader reader = new CanonicalReader(written).label("label").version(1);

    assertThat(reader.u16()).isEqualTo(2);
    assertThat(reader.u32()).isEqualTo(3);
    assertThat(reader.u64()).isEqualTo(4);
    assertThat(reader.bool()).isFalse();
    assertThat(reader.text(10)).isEqualTo("ü");
    reader.end();
  }

  @Test
  void anotherLabelIsRefused() {
    byte[] written = CanonicalWriter.labelled("label").toArray();

    Refused.with(ProtocolError.MALFORMED, () -> new CanonicalReader(written).label("labex"));
    Refused.with(ProtocolError.MALFORMED, () -> new CanonicalReader(written).label("labe"));
  }

  @Test
  void anotherVersionIsRefused() {
    Refused.with(
        ProtocolError.UNSUPPORTED_VERSION, () -> new CanonicalReader(new byte[] {2}).version(1));
  }

  @Test
  void aLengthIsRefusedAboveItsLimitBeforeAnythingIsRead() {
    byte[] claimsFourGigabytes = {-1, -1, -1, -1};

    Refused.with(
        ProtocolError.TOO_LARGE, () -> new CanonicalReader(claimsFourGigabytes).variable(100));
    Refused.with(ProtocolError.TOO_LARGE, () -> new CanonicalReader(new byte[] {0, 4}).count(3));
  }

  @Test
  void aFieldAtItsLimitIsRead() throws ProtocolException {
    byte[] written = new CanonicalWriter().variable(new byte[100]).toArray();

    assertThat(new CanonicalReader(written).variable(100).length()).isEqualTo(100);
  }

  @Test
  void truncatedAndTrailingBytesAreRefused() {
    Refused.with(ProtocolError.MALFORMED, () -> new CanonicalReader(new byte[3]).u32());
    Refused.with(
        ProtocolError.MALFORMED, () -> new CanonicalReader(new byte[] {0, 0, 0, 2, 1}).variable(9));
    Refused.with(ProtocolError.MALFORMED, () -> new CanonicalReader(new byte[1]).end());
  }

  @Test
  void valuesOutsideTheirRangeAreRefused() {
    Refused.with(ProtocolError.MALFORMED, () -> new CanonicalReader(new byte[] {2}).bool());
    Refused.with(
        ProtocolError.MALFORMED,
        () -> new CanonicalReader(new byte[] {-128, 0, 0, 0, 0, 0, 0, 0}).u64());
    Refused.with(
        ProtocolError.MALFORMED,
        () -> new CanonicalReader(new byte[] {0, 2, (byte) 0xc0, (byte) 0x80}).text(9));
    assertThatThrownBy(() -> new CanonicalWriter().u16(0x10000))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void textFormsOfBytesAreStrict() throws ProtocolException {
    Bytes bytes = Bytes.of(new byte[] {1, (byte) 0xfe});

    assertThat(Bytes.fromHex(bytes.toHex())).isEqualTo(bytes);
    assertThat(Bytes.fromBase64Url(bytes.toBase64Url())).isEqualTo(bytes);
    Refused.with(ProtocolError.MALFORMED, () -> Bytes.fromHex("0g"));
    Refused.with(ProtocolError.MALFORMED, () -> Bytes.fromBase64Url("Af5="));
    Refused.with(ProtocolError.MALFORMED, () -> Bytes.fromBase64Url("Af5"));
  }

  @Test
  void hashesUnderDifferentLabelsDiffer() {
    byte[] input = {1, 2, 3};

    assertThat(Hash32.of("a", input)).isNotEqualTo(Hash32.of("b", input));
    assertThat(Hash32.of("a", input)).isEqualTo(Hash32.of("a", input));
  }
}
