package dev.wardroom.cli.output;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/// One object of the command's JSON output: keys in the order they were put, times as
/// `2026-11-24T11:18:00.000Z`. Immutable; absent values are left out instead of written as `null`.
public final class Json {
  private static final ObjectMapper MAPPER = JsonMapper.builder().build();
  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

  public static final Json EMPTY = new Json(Map.of());

  private final Map<String, Object> fields;

  private Json(Map<String, Object> fields) {
    this.fields = fields;
  }

  public static Json of(String key, Object value) {
    return EMPTY.with(key, value);
  }

  /// An object that says what happened: `{"event":…}`.
  public static Json event(String name) {
    return of("event", name);
  }

  /// Values may be text, numbers, booleans, instants, other objects and lists of these.
  public Json with(String key, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(fields);
    more.put(key, plain(value));
    return new Json(Collections.unmodifiableMap(more));
  }

  public Json with(String key, Optional<?> value) {
    return value.map(present -> with(key, (Object) present)).orElse(this);
  }

  /// The key only when the text is not empty.
  public Json withText(String key, String value) {
    return value.isEmpty() ? this : with(key, value);
  }

  /// The key only when it is true.
  public Json withFlag(String key, boolean value) {
    return value ? with(key, true) : this;
  }

  /// The key only when the list is not empty.
  public Json withList(String key, List<?> values) {
    return values.isEmpty() ? this : with(key, values);
  }

  /// All fields of the other object after these.
  public Json plus(Json other) {
    Map<String, Object> more = new LinkedHashMap<>(fields);
    more.putAll(other.fields);
    return new Json(Collections.unmodifiableMap(more));
  }

  /// The object on one line. What does not print (controls, direction marks, other format
  /// characters) is escaped by its code: a terminal would obey it, and a reader not see it.
  public String line() {
    String plain = MAPPER.writeValueAsString(fields);
    StringBuilder safe = new StringBuilder(plain.length());
    plain.codePoints().forEach(point -> append(safe, point));
    return safe.toString();
  }

  private static void append(StringBuilder safe, int point) {
    boolean prints =
        switch (Character.getType(point)) {
          case Character.CONTROL,
              Character.FORMAT,
              Character.LINE_SEPARATOR,
              Character.PARAGRAPH_SEPARATOR,
              Character.SURROGATE ->
              false;
          default -> true;
        };
    if (prints) {
      safe.appendCodePoint(point);
      return;
    }
    for (char unit : Character.toChars(point)) {
      safe.append(String.format("\\u%04x", (int) unit));
    }
  }

  private static Object plain(Object value) {
    return switch (value) {
      case Json json -> json.fields;
      case Instant instant -> TIME.format(instant);
      case List<?> list -> list.stream().map(Json::plain).toList();
      case String text -> text;
      case Number number -> number;
      case Boolean flag -> flag;
      default -> value.toString();
    };
  }
}
