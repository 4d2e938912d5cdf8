package dev.wardroom.wire.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wardroom.wire.ProtocolError;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.Refused;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class PaddingTest {
  @Property
  void whatIsPaddedIsUnpadded(@ForAll @IntRange(max = 65_532) int length) throws ProtocolException {
    byte[] content = new byte[length];
    Arrays.fill(content, (byte) 0xee);

    byte[] padded = Padding.pad(content);

    assertThat(Padding.unpad(padded)).isEqualTo(content);
    assertThat(padded.length).isBetween(256, 65_536);
  }

  @Property
  void padmeCostsAtMostTwelvePercent(@ForAll @LongRange(min = 2, max = 1L << 36) long length) {
    long padded = Padding.padme(length);

    assertThat(padded).isGreaterThanOrEqualTo(length);
    assertThat((padded - length) / (double) length).isLessThanOrEqualTo(0.12);
    assertThat(Padding.padme(padded)).isEqualTo(padded);
  }

  @Test
  void knownLengths() {
    assertThat(Padding.padme(0)).isZero();
    assertThat(Padding.padme(9)).isEqualTo(10);
    assertThat(Padding.padme(1034)).isEqualTo(1088);
    assertThat(Padding.padme(65_536)).isEqualTo(65_536);
  }

  @Test
  void paddingThatIsNotZeroIsRefused() throws ProtocolException {
    byte[] padded = Padding.pad(new byte[10]);
    padded[padded.length - 1] = 1;

    Refused.with(ProtocolError.MALFORMED, () -> Padding.unpad(padded));
  }

  @Test
  void aLengthThatNeedsOtherPaddingIsRefused() throws ProtocolException {
    byte[] longer = Arrays.copyOf(Padding.pad(new byte[10]), 512);
    byte[] lies = Padding.pad(new byte[10]);
    lies[2] = 1;

    Refused.with(ProtocolError.MALFORMED, () -> Padding.unpad(longer));
    Refused.with(ProtocolError.MALFORMED, () -> Padding.unpad(lies));
    Refused.with(ProtocolError.MALFORMED, () -> Padding.unpad(new byte[3]));
    Refused.with(ProtocolError.MALFORMED, () -> Padding.unpad(new byte[0]));
  }

  @Test
  void oneByteMoreThanTheLimitIsRefused() {
    Refused.with(ProtocolError.TOO_LARGE, () -> Padding.pad(new byte[65_533]));
  }
}
