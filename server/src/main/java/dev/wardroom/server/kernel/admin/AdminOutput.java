package dev.wardroom.server.kernel.admin;

import java.util.Map;

/// Where a command writes. With `--json` the administrator's program gets the maps, otherwise the
/// texts.
public interface AdminOutput {

  /// One line of the result.
  ///
  /// @param text for people
  /// @param json the same for programs: texts, whole numbers, flags
  void line(String text, Map<String, ?> json);

  /// How far a long command is. May be called often; it is thinned out.
  ///
  /// @param what a few words: `files`
  /// @param total zero when unknown
  void progress(String what, long done, long total);
}
