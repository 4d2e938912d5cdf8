package dev.wardroom.server.networks;

import dev.wardroom.schema.v1.Reason;
import dev.wardroom.server.kernel.Refusal;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// Rules for user names and names, and the folded forms that they are compared and searched by.
///
/// A user name is ASCII, so that no two look alike: letters, digits and `. _ - @ +`, beginning with
/// a letter or digit; upper and lower case are the same. A name is any text without control
/// characters.
public final class Names {
  private static final Pattern USERNAME = Pattern.compile("[a-z0-9][a-z0-9._@+-]*");
  private static final Pattern MARKS = Pattern.compile("\\p{M}+");
  private static final Pattern WORD_BREAK = Pattern.compile("[\\s.,'\"()-]+");
  private static final Pattern UNPRINTABLE =
      Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Co}\\p{Cn}&&[^\\u200d]]");

  private Names() {}

  /// The one form of a user name; refuses what is none.
  public static String username(String typed) {
    String folded = typed.strip().toLowerCase(Locale.ROOT);
    if (folded.length() > NetworkLimits.USERNAME_BYTES_MAX || !USERNAME.matcher(folded).matches()) {
      throw new Refusal(
          Reason.REASON_MALFORMED,
          "A user name has 1 to 64 letters a-z, digits or . _ - @ + and begins with a letter or digit.");
    }
    return folded;
  }

  /// The same for a name that somebody types to sign in: what is no user name stays as it is,
  /// because it is answered like any unknown name.
  public static String typedUsername(String typed) {
    return typed.strip().toLowerCase(Locale.ROOT);
  }

  /// A name for people, trimmed; refuses an empty, too long or unprintable one.
  public static String name(String typed, int bytesMax) {
    String name = Normalizer.normalize(typed.strip(), Normalizer.Form.NFC);
    if (name.isEmpty()
        || name.getBytes(StandardCharsets.UTF_8).length > bytesMax
        || UNPRINTABLE.matcher(name).find()) {
      throw new Refusal(
          Reason.REASON_MALFORMED, "A name is 1 to " + bytesMax + " bytes of printable text.");
    }
    return name;
  }

  /// What a person is found by: the user name, and the name from each of its words on.
  public static Set<String> words(String username, String name) {
    Set<String> words = new LinkedHashSet<>();
    words.add(folded(username));
    String rest = folded(name);
    while (!rest.isEmpty() && words.size() <= NetworkLimits.WORDS_MAX) {
      words.add(rest);
      String[] split = WORD_BREAK.split(rest, 2);
      rest = split.length < 2 ? "" : split[1];
    }
    return words;
  }

  /// Without case and accents, so that "jorg" finds "Jörg".
  public static String folded(String text) {
    String apart = Normalizer.normalize(text.strip(), Normalizer.Form.NFKD);
    return MARKS.matcher(apart).replaceAll("").toLowerCase(Locale.ROOT);
  }
}
