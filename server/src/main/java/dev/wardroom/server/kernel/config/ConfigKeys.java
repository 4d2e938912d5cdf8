package dev.wardroom.server.kernel.config;

import dev.wardroom.server.kernel.Bug;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// All keys, in the order of their declaration.
final class ConfigKeys {
  static final String LIMITS = "limits.";

  /// One key.
  record Key(String name, String fallback, String doc) {
    /// The same as an environment variable.
    String variable() {
      return "WARDROOM_" + name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }
  }

  private ConfigKeys() {}

  static List<Key> all(List<Limit> limits) {
    List<Key> keys = new ArrayList<>();
    collect("", Config.class, keys);
    for (Limit limit : limits) {
      keys.add(
          new Key(
              LIMITS + limit.name(),
              Long.toString(limit.fallback()),
              limit.doc()
                  + " In "
                  + limit.unit()
                  + ", from "
                  + limit.min()
                  + " to "
                  + limit.max()
                  + "."));
    }
    return keys;
  }

  /// The declaration of a component that is a key itself.
  static Setting settingOf(RecordComponent component) {
    Setting setting = component.getAnnotation(Setting.class);
    if (setting == null) {
      throw new Bug("a configuration component is neither a key nor a section");
    }
    return setting;
  }

  /// Whether a component is a section: a record of keys.
  static boolean isSection(RecordComponent component) {
    return component.getType().isRecord() && component.getAnnotation(Setting.class) == null;
  }

  private static void collect(String prefix, Class<?> type, List<Key> into) {
    for (RecordComponent component : type.getRecordComponents()) {
      if (isSection(component)) {
        collect(prefix + component.getName() + ".", component.getType(), into);
        continue;
      }
      Setting setting = settingOf(component);
      into.add(new Key(prefix + setting.key(), setting.fallback(), setting.doc()));
    }
  }
}
