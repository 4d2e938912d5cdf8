package dev.wardroom.client.accounts;

import com.google.protobuf.ByteString;
import dev.wardroom.client.ClientException;
import dev.wardroom.core.SecretAccess;
import dev.wardroom.core.SecretBytes;
import dev.wardroom.core.account.PasswordMaster;
import dev.wardroom.schema.v1.PasswordParameters;
import dev.wardroom.schema.v1.PasswordRules;
import dev.wardroom.wire.ProtocolException;
import java.util.List;
import java.util.Locale;

/// Passwords on their way between people, core and schema.
public final class PasswordForms {

  private static final int LENGTH_MIN = 12;
  private static final int DIFFERENT_MIN = 5;

  /// What attackers try first, among passwords that are long enough.
  private static final List<String> COMMON =
      List.of(
          "123456789012",
          "1234567890123",
          "password1234",
          "passwordpassword",
          "qwertyuiop12",
          "qwertyuiop123",
          "qwertyqwerty",
          "letmeinletmein",
          "iloveyou1234",
          "administrator",
          "welcome12345",
          "changeme1234",
          "abcdefghijkl",
          "abc123abc123",
          "123123123123",
          "passw0rd1234",
          "correcthorsebatterystaple");

  private PasswordForms() {}

  /// @throws ClientException REFUSED, saying which rule is broken
  public static void check(char[] password, String username, PasswordRules rules) {
    int least = Math.max(LENGTH_MIN, rules.getLengthMin());
    require(password.length >= least, "needs at least " + least + " characters");
    require(count(password, Kind.LOWER) >= rules.getLowerMin(), "needs more lower-case letters");
    require(count(password, Kind.UPPER) >= rules.getUpperMin(), "needs more capital letters");
    require(count(password, Kind.DIGIT) >= rules.getDigitMin(), "needs more digits");
    require(count(password, Kind.SYMBOL) >= rules.getSymbolMin(), "needs more symbols");
    long different = new String(password).chars().distinct().count();
    String folded = new String(password).toLowerCase(Locale.ROOT);
    boolean guessable =
        different < DIFFERENT_MIN
            || COMMON.contains(folded)
            || folded.equals(username.toLowerCase(Locale.ROOT).repeat(2));
    require(!guessable, "is one of those that are guessed first");
  }

  private enum Kind {
    LOWER,
    UPPER,
    DIGIT,
    SYMBOL
  }

  private static long count(char[] password, Kind kind) {
    return new String(password).codePoints().filter(each -> kind(each) == kind).count();
  }

  private static Kind kind(int character) {
    if (Character.isLowerCase(character)) {
      return Kind.LOWER;
    }
    if (Character.isUpperCase(character)) {
      return Kind.UPPER;
    }
    return Character.isDigit(character) ? Kind.DIGIT : Kind.SYMBOL;
  }

  private static void require(boolean holds, String rule) {
    if (!holds) {
      throw new ClientException(
          ClientException.Kind.REFUSED, "the password " + rule + ": choose another one");
    }
  }

  static PasswordParameters schema(dev.wardroom.core.account.PasswordParameters parameters) {
    return PasswordParameters.newBuilder()
        .setSalt(ByteString.copyFrom(parameters.salt().toArray()))
        .setMemoryKib(parameters.memoryKib())
        .setPasses(parameters.passes())
        .setLanes(parameters.lanes())
        .build();
  }

  /// @throws ProtocolException PARAMETERS_TOO_WEAK
  static dev.wardroom.core.account.PasswordParameters core(PasswordParameters parameters)
      throws ProtocolException {
    return dev.wardroom.core.account.PasswordParameters.fromWire(
        parameters.getSalt().toByteArray(),
        parameters.getMemoryKib(),
        parameters.getPasses(),
        parameters.getLanes());
  }

  static ByteString loginSecret(PasswordMaster master) {
    try (SecretBytes secret = master.loginSecret()) {
      return ByteString.copyFrom(secret.read(SecretAccess.granted()));
    }
  }
}
