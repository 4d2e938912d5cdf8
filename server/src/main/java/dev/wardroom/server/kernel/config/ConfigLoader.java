package dev.wardroom.server.kernel.config;

import dev.wardroom.server.kernel.Bug;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Builds the configuration from a file's text, the environment and the command line.
public final class ConfigLoader {
  /// Variables of the launcher and of the client's commands, which are no keys of the server.
  private static final Set<String> OTHER_VARIABLES =
      Set.of(
          "WARDROOM_HOME",
          "WARDROOM_JAVA",
          "WARDROOM_JAVA_OPTS",
          "WARDROOM_CONFIG",
          "WARDROOM_CA_FILE",
          "WARDROOM_TRACE",
          "WARDROOM_TEST_DATA",
          "WARDROOM_DEV");

  /// What was loaded.
  public record Loaded(Config config, Limits limits) {}

  private final List<Limit> limits;
  private final Map<String, ConfigKeys.Key> known = new TreeMap<>();

  /// @param limits those that the rooms declare
  public ConfigLoader(List<Limit> limits) {
    this.limits = List.copyOf(limits);
    for (ConfigKeys.Key key : ConfigKeys.all(limits)) {
      known.put(key.name(), key);
    }
  }

  /// Loads and validates; throws [ConfigProblem] with the key and what to write instead.
  ///
  /// @param file the text of the file, empty when there is none
  /// @param overrides from the command line, by key
  public Loaded load(String file, Map<String, String> environment, Map<String, String> overrides) {
    Map<String, String> values = new HashMap<>(parsed(file));
    values.putAll(fromEnvironment(environment));
    values.putAll(overrides);
    for (String key : values.keySet()) {
      requireKnown(key);
    }
    Config config = (Config) build("", Config.class, values);
    ConfigRules.check(config);
    return new Loaded(config, new Limits(movedLimits(values)));
  }

  private static Map<String, String> parsed(String file) {
    Properties properties = new Properties();
    try (Reader reader = new StringReader(file)) {
      properties.load(reader);
    } catch (IOException | IllegalArgumentException failure) {
      throw new ConfigProblem("The configuration file cannot be read: " + failure.getMessage());
    }
    return properties.stringPropertyNames().stream()
        .collect(Collectors.toMap(name -> name, name -> properties.getProperty(name).strip()));
  }

  private Map<String, String> fromEnvironment(Map<String, String> environment) {
    Map<String, String> byVariable =
        known.values().stream()
            .collect(Collectors.toMap(ConfigKeys.Key::variable, ConfigKeys.Key::name));
    Map<String, String> found = new HashMap<>();
    environment.forEach((variable, value) -> {
      if (!variable.startsWith("WARDROOM_") || OTHER_VARIABLES.contains(variable)) {
        return;
      }
      String key = byVariable.get(variable);
      if (key == null) {
        throw unknown(variable, byVariable.keySet().stream());
      }
      found.put(key, value.strip());
    });
    return found;
  }

  private void requireKnown(String key) {
    if (!known.containsKey(key)) {
      throw unknown(key, known.keySet().stream());
    }
  }

  private static ConfigProblem unknown(String found, Stream<String> candidates) {
    String nearest =
        candidates
            .min(
                (a, b) -> Integer.compare(Spelling.distance(found, a), Spelling.distance(found, b)))
            .orElse("");
    return new ConfigProblem(
        "Unknown configuration key \"" + found + "\". Did you mean \"" + nearest + "\"?");
  }

  private Map<String, Long> movedLimits(Map<String, String> values) {
    Map<String, Long> moved = new HashMap<>();
    for (Limit limit : limits) {
      String key = ConfigKeys.LIMITS + limit.name();
      String text = values.get(key);
      if (text == null) {
        continue;
      }
      long value = number(key, text);
      if (value < limit.min() || value > limit.max()) {
        throw new ConfigProblem(
            key + " must be from " + limit.min() + " to " + limit.max() + " " + limit.unit() + ".");
      }
      moved.put(limit.name(), value);
    }
    return moved;
  }

  private static Object build(String prefix, Class<?> type, Map<String, String> values) {
    RecordComponent[] components = type.getRecordComponents();
    Object[] arguments = new Object[components.length];
    Class<?>[] types = new Class<?>[components.length];
    for (int i = 0; i < components.length; i++) {
      RecordComponent component = components[i];
      types[i] = component.getType();
      if (ConfigKeys.isSection(component)) {
        arguments[i] = build(prefix + component.getName() + ".", component.getType(), values);
        continue;
      }
      Setting setting = ConfigKeys.settingOf(component);
      String key = prefix + setting.key();
      arguments[i] =
          value(key, component.getGenericType(), values.getOrDefault(key, setting.fallback()));
    }
    try {
      Constructor<?> constructor = type.getDeclaredConstructor(types);
      return constructor.newInstance(arguments);
    } catch (ReflectiveOperationException failure) {
      throw new Bug("a configuration record cannot be built", failure);
    }
  }

  private static Object value(String key, Type type, String text) {
    if (type instanceof ParameterizedType generic) {
      Type inner = generic.getActualTypeArguments()[0];
      if (generic.getRawType() == Optional.class) {
        return text.isEmpty() ? Optional.empty() : Optional.of(value(key, inner, text));
      }
      return Stream.of(text.split(",", -1))
          .map(String::strip)
          .filter(part -> !part.isEmpty())
          .toList();
    }
    Class<?> plain = (Class<?>) type;
    if (plain.isEnum()) {
      return choice(key, plain, text);
    }
    return switch (plain.getSimpleName()) {
      case "String" -> text;
      case "Secret" -> new Secret(text);
      case "Path" -> Path.of(text);
      case "int" -> Math.toIntExact(number(key, text));
      case "boolean" -> flag(key, text);
      case "URI" -> address(key, text);
      default -> throw new Bug("a configuration component has a type without a parser");
    };
  }

  private static Object choice(String key, Class<?> type, String text) {
    for (Object constant : type.getEnumConstants()) {
      if (constant.toString().equalsIgnoreCase(text)) {
        return constant;
      }
    }
    String choices =
        Stream.of(type.getEnumConstants())
            .map(constant -> constant.toString().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", "));
    throw new ConfigProblem(key + " must be one of: " + choices + ".");
  }

  private static long number(String key, String text) {
    try {
      return Long.parseLong(text.replace("_", ""));
    } catch (NumberFormatException failure) {
      throw new ConfigProblem(key + " must be a whole number, not \"" + text + "\".");
    }
  }

  private static boolean flag(String key, String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true", "yes", "on" -> true;
      case "false", "no", "off" -> false;
      default -> throw new ConfigProblem(key + " must be true or false.");
    };
  }

  private static URI address(String key, String text) {
    try {
      URI uri = URI.create(text);
      if (uri.getScheme() != null && uri.getHost() != null) {
        return uri;
      }
    } catch (IllegalArgumentException notOne) {
      throw new ConfigProblem(key + " must be an address like https://chat.example.org.");
    }
    throw new ConfigProblem(key + " must be an address like https://chat.example.org.");
  }
}
