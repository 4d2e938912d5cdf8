package dev.wardroom.client.handover;

import dev.wardroom.client.Accounts;
import dev.wardroom.client.Arrivals;
import dev.wardroom.client.Conversations;
import dev.wardroom.client.Devices;
import dev.wardroom.client.Directory;
import dev.wardroom.client.Events;
import dev.wardroom.client.Exports;
import dev.wardroom.client.Files;
import dev.wardroom.client.Invitations;
import dev.wardroom.client.Messages;
import dev.wardroom.client.Session;
import dev.wardroom.client.Verification;
import dev.wardroom.client.view.Progress;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.json.JsonMapper;

/// The rooms by name, and how their calls look as JSON.
enum Rooms {
  SESSION(Session.class, session -> session),
  ACCOUNTS(Accounts.class, Session::accounts),
  DIRECTORY(Directory.class, Session::directory),
  CONVERSATIONS(Conversations.class, Session::conversations),
  MESSAGES(Messages.class, Session::messages),
  ARRIVALS(Arrivals.class, Session::arrivals),
  FILES(Files.class, Session::files),
  DEVICES(Devices.class, Session::devices),
  INVITATIONS(Invitations.class, Session::invitations),
  VERIFICATION(Verification.class, Session::verification),
  EXPORTS(Exports.class, Session::exports),
  EVENTS(Events.class, Session::events);

  private static final int VERSION = 2;

  private final Class<?> type;
  private final Function<Session, Object> of;

  Rooms(Class<?> type, Function<Session, Object> of) {
    this.type = type;
    this.of = of;
  }

  Class<?> type() {
    return type;
  }

  Object of(Session session) {
    return of.apply(session);
  }

  /// Names of methods are unique within a room.
  Optional<Method> method(String name) {
    return Arrays.stream(type.getMethods())
        .filter(method -> method.getName().equals(name) && method.getDeclaringClass() == type)
        .findFirst();
  }

  static int version() {
    return VERSION;
  }

  /// Events are told apart by their record's name.
  static JsonMapper json() {
    return JsonMapper.builder()
        .addMixIn(Events.Event.class, EventForm.class)
        .registerSubtypes(Events.Event.class.getPermittedSubclasses())
        .build();
  }

  static JavaType type(JsonMapper json, java.lang.reflect.Type type) {
    return json.getTypeFactory().constructType(type);
  }

  static boolean isProgress(Class<?> type) {
    return type == Progress.class;
  }

  @com.fasterxml.jackson.annotation.JsonTypeInfo(
      use = com.fasterxml.jackson.annotation.JsonTypeInfo.Id.SIMPLE_NAME,
      property = "event")
  private interface EventForm {}
}
