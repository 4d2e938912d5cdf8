package dev.wardroom.server.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wardroom.server.files.ByteRange.Part;
import dev.wardroom.server.files.ByteRange.Unsatisfiable;
import dev.wardroom.server.files.ByteRange.Whole;
import org.junit.jupiter.api.Test;

final class ByteRangeTest {
  @Test
  void singleRangesAreParts() {
    assertThat(ByteRange.parse("bytes=0-0", 10)).isEqualTo(new Part(0, 1));
    assertThat(ByteRange.parse("bytes=0-9", 10)).isEqualTo(new Part(0, 10));
    assertThat(ByteRange.parse("bytes=5-100", 10)).isEqualTo(new Part(5, 5));
    assertThat(ByteRange.parse("bytes=9-", 10)).isEqualTo(new Part(9, 1));
    assertThat(ByteRange.parse("bytes=-3", 10)).isEqualTo(new Part(7, 3));
    assertThat(ByteRange.parse("bytes=-30", 10)).isEqualTo(new Part(0, 10));
  }

  @Test
  void whatLiesOutsideIsUnsatisfiable() {
    assertThat(ByteRange.parse("bytes=10-", 10)).isEqualTo(new Unsatisfiable());
    assertThat(ByteRange.parse("bytes=10-20", 10)).isEqualTo(new Unsatisfiable());
    assertThat(ByteRange.parse("bytes=-0", 10)).isEqualTo(new Unsatisfiable());
  }

  @Test
  void whatCannotBeReadIsIgnored() {
    for (String header :
        new String[] {
          "bytes=",
          "bytes=-",
          "bytes=5-4",
          "bytes=a-b",
          "bytes=1-2,4-5",
          "lines=1-2",
          "1-2",
          "bytes=99999999999999999999-"
        }) {
      assertThat(ByteRange.parse(header, 10)).as(header).isEqualTo(new Whole());
    }
    assertThat(ByteRange.parse(null, 10)).isEqualTo(new Whole());
  }
}
