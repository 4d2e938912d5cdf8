package dev.wardroom.tidy.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import dev.wardroom.tidy.SourceTree;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The schema only grows, and the check that says so can fail.
class SchemaChangeTest {
  private static final Path ROOT = SourceTree.projectRoot();

  @Test
  void thePresentSchemaKeepsEveryReleasedOne() {
    FileDescriptorSet present = PresentSchema.read(ROOT);
    for (Map.Entry<String, FileDescriptorSet> released : PresentSchema.released(ROOT).entrySet()) {
      assertThat(SchemaChange.breaking(released.getValue(), present))
          .as("against " + released.getKey())
          .isEmpty();
    }
  }

  @Test
  void thePresentSchemaIsReadWhole() {
    assertThat(PresentSchema.read(ROOT).getFileList())
        .extracting(FileDescriptorProto::getName)
        .contains("wardroom/v1/mailbox.proto", "wardroom/v1/content.proto");
  }

  @Test
  void addingIsNoBreak() {
    FileDescriptorSet grown =
        set(
            message(
                field("id", 1, FieldDescriptorProto.Type.TYPE_BYTES),
                field("new", 2, FieldDescriptorProto.Type.TYPE_STRING)));
    assertThat(
            SchemaChange.breaking(
                set(message(field("id", 1, FieldDescriptorProto.Type.TYPE_BYTES))), grown))
        .isEmpty();
  }

  @Test
  void aFieldThatChangesNameTypeOrNumberBreaks() {
    FileDescriptorSet released = set(message(field("id", 1, FieldDescriptorProto.Type.TYPE_BYTES)));
    List<DescriptorProto> changed =
        List.of(
            message(field("ident", 1, FieldDescriptorProto.Type.TYPE_BYTES)),
            message(field("id", 1, FieldDescriptorProto.Type.TYPE_STRING)),
            message(field("id", 2, FieldDescriptorProto.Type.TYPE_BYTES)));
    for (DescriptorProto message : changed) {
      assertThat(SchemaChange.breaking(released, set(message))).hasSize(1);
    }
  }

  @Test
  void aRemovedFieldMustBeReserved() {
    FileDescriptorSet released = set(message(field("id", 1, FieldDescriptorProto.Type.TYPE_BYTES)));
    DescriptorProto.ReservedRange one =
        DescriptorProto.ReservedRange.newBuilder().setStart(1).setEnd(2).build();
    assertThat(SchemaChange.breaking(released, set(message()))).hasSize(1);
    assertThat(
            SchemaChange.breaking(
                released, set(message().toBuilder().addReservedRange(one).build())))
        .isEmpty();
  }

  @Test
  void aRemovedMessageMethodOrEnumValueBreaks() {
    FileDescriptorProto released =
        FileDescriptorProto.newBuilder()
            .setPackage("a")
            .addMessageType(message())
            .addEnumType(
                EnumDescriptorProto.newBuilder()
                    .setName("E")
                    .addValue(EnumValueDescriptorProto.newBuilder().setName("E_A").setNumber(1)))
            .addService(
                ServiceDescriptorProto.newBuilder()
                    .setName("S")
                    .addMethod(MethodDescriptorProto.newBuilder().setName("Do")))
            .build();
    FileDescriptorProto present =
        FileDescriptorProto.newBuilder()
            .setPackage("a")
            .addEnumType(EnumDescriptorProto.newBuilder().setName("E"))
            .build();
    assertThat(
            SchemaChange.breaking(
                FileDescriptorSet.newBuilder().addFile(released).build(),
                FileDescriptorSet.newBuilder().addFile(present).build()))
        .hasSize(3);
  }

  private static FileDescriptorSet set(DescriptorProto message) {
    return FileDescriptorSet.newBuilder()
        .addFile(FileDescriptorProto.newBuilder().setPackage("a").addMessageType(message))
        .build();
  }

  private static DescriptorProto message(FieldDescriptorProto... fields) {
    return DescriptorProto.newBuilder().setName("M").addAllField(List.of(fields)).build();
  }

  private static FieldDescriptorProto field(
      String name, int number, FieldDescriptorProto.Type type) {
    return FieldDescriptorProto.newBuilder().setName(name).setNumber(number).setType(type).build();
  }
}
