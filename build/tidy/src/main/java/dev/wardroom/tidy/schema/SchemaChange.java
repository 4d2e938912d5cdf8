package dev.wardroom.tidy.schema;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What a new schema breaks for clients and stored data of an old one.
public final class SchemaChange {
  private final List<String> breaks = new ArrayList<>();

  private SchemaChange() {}

  /// Everything in `released` that `present` no longer understands; empty when it only grew.
  public static List<String> breaking(FileDescriptorSet released, FileDescriptorSet present) {
    SchemaChange change = new SchemaChange();
    Flat before = Flat.of(released);
    Flat now = Flat.of(present);
    before.messages.forEach((name, old) -> change.message(name, old, now.messages.get(name)));
    before.enums.forEach((name, old) -> change.enumeration(name, old, now.enums.get(name)));
    before.services.forEach((name, old) -> change.service(name, old, now.services.get(name)));
    return List.copyOf(change.breaks);
  }

  private void message(String name, DescriptorProto old, @Nullable DescriptorProto now) {
    if (now == null) {
      breaks.add("message " + name + " is gone");
      return;
    }
    for (FieldDescriptorProto field : old.getFieldList()) {
      field(name, field, now);
    }
  }

  private void field(String name, FieldDescriptorProto old, DescriptorProto owner) {
    String where = name + "." + old.getName() + " = " + old.getNumber();
    FieldDescriptorProto now = null;
    for (FieldDescriptorProto candidate : owner.getFieldList()) {
      if (candidate.getNumber() == old.getNumber()) {
        now = candidate;
      }
    }
    if (now == null) {
      boolean reserved =
          owner.getReservedRangeList().stream()
              .anyMatch(r -> r.getStart() <= old.getNumber() && old.getNumber() < r.getEnd());
      if (!reserved) {
        breaks.add(where + " is gone and its number not reserved");
      }
      return;
    }
    if (!now.getName().equals(old.getName())) {
      breaks.add(where + " is now called " + now.getName());
    }
    if (now.getType() != old.getType() || !now.getTypeName().equals(old.getTypeName())) {
      breaks.add(where + " has another type");
    }
    if (now.getLabel() != old.getLabel()) {
      breaks.add(where + " is repeated in one version and single in the other");
    }
    if (now.hasOneofIndex() != old.hasOneofIndex()) {
      breaks.add(where + " moved into or out of a oneof");
    }
  }

  private void enumeration(
      String name, EnumDescriptorProto old, @Nullable EnumDescriptorProto now) {
    if (now == null) {
      breaks.add("enum " + name + " is gone");
      return;
    }
    for (EnumValueDescriptorProto value : old.getValueList()) {
      boolean kept =
          now.getValueList().stream()
              .anyMatch(
                  v -> v.getNumber() == value.getNumber() && v.getName().equals(value.getName()));
      boolean reserved =
          now.getReservedRangeList().stream()
              .anyMatch(r -> r.getStart() <= value.getNumber() && value.getNumber() <= r.getEnd());
      if (!kept && !reserved) {
        breaks.add(name + "." + value.getName() + " is gone and its number not reserved");
      }
    }
  }

  private void service(
      String name, ServiceDescriptorProto old, @Nullable ServiceDescriptorProto now) {
    for (MethodDescriptorProto method : old.getMethodList()) {
      MethodDescriptorProto kept = null;
      for (MethodDescriptorProto candidate :
          now == null ? List.<MethodDescriptorProto>of() : now.getMethodList()) {
        if (candidate.getName().equals(method.getName())) {
          kept = candidate;
        }
      }
      String where = name + "/" + method.getName();
      if (kept == null) {
        breaks.add("method " + where + " is gone");
      } else if (!kept.getInputType().equals(method.getInputType())
          || !kept.getOutputType().equals(method.getOutputType())) {
        breaks.add("method " + where + " takes or gives another message");
      }
    }
  }

  /// Everything of a descriptor set by full name, nested messages and enums included.
  private static final class Flat {
    private final Map<String, DescriptorProto> messages = new TreeMap<>();
    private final Map<String, EnumDescriptorProto> enums = new TreeMap<>();
    private final Map<String, ServiceDescriptorProto> services = new TreeMap<>();

    static Flat of(FileDescriptorSet set) {
      Flat flat = new Flat();
      for (FileDescriptorProto file : set.getFileList()) {
        if (!file.getPackage().startsWith("google.")) {
          flat.add(file);
        }
      }
      return flat;
    }

    private void add(FileDescriptorProto file) {
      String prefix = file.getPackage() + ".";
      file.getMessageTypeList().forEach(message -> add(prefix, message));
      file.getEnumTypeList().forEach(values -> enums.put(prefix + values.getName(), values));
      file.getServiceList().forEach(service -> services.put(prefix + service.getName(), service));
    }

    private void add(String prefix, DescriptorProto message) {
      String name = prefix + message.getName();
      messages.put(name, message);
      message.getNestedTypeList().forEach(nested -> add(name + ".", nested));
      message.getEnumTypeList().forEach(values -> enums.put(name + "." + values.getName(), values));
    }
  }
}
