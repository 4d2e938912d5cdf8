package dev.wardroom.core.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.provider.ArgumentsSource;
import org.junit.jupiter.params.support.ParameterDeclarations;

/// A fuzz test for every target of [Targets]; `make fuzz` runs them one after the other with
/// coverage guidance. The class's name keeps it out of the ordinary build, where `FuzzReplayTest`
/// replays the seeds without the fuzzer's agent.
class DecodersFuzz {
  /// A fuzz test that starts from the seeds of the target of its name.
  @Target(ElementType.METHOD)
  @Retention(RetentionPolicy.RUNTIME)
  @ArgumentsSource(SeedsOfTheTarget.class)
  @FuzzTest
  @interface Decoder {}

  /// The seeds of the target whose name the test has.
  static final class SeedsOfTheTarget implements ArgumentsProvider {
    @Override
    public Stream<? extends Arguments> provideArguments(
        ParameterDeclarations parameters, ExtensionContext context) {
      String test = context.getRequiredTestMethod().getName();
      return Targets.list().stream()
          .filter(target -> DecodersAreFuzzedTest.camelCase(target.name()).equals(test))
          .flatMap(target -> target.seeds().stream())
          .map(seed -> Arguments.of((Object) seed));
    }
  }

  private static void fuzz(String target, byte[] input) {
    boolean ignored = Targets.named(target).holds(input);
  }

  @Decoder
  void deviceList(byte[] input) {
    fuzz("device list", input);
  }

  @Decoder
  void networkStatement(byte[] input) {
    fuzz("network statement", input);
  }

  @Decoder
  void prekeyBatch(byte[] input) {
    fuzz("prekey batch", input);
  }

  @Decoder
  void logEntry(byte[] input) {
    fuzz("log entry", input);
  }

  @Decoder
  void session(byte[] input) {
    fuzz("session", input);
  }

  @Decoder
  void anchoredDeviceList(byte[] input) {
    fuzz("anchored device list", input);
  }

  @Decoder
  void storedStatement(byte[] input) {
    fuzz("stored statement", input);
  }

  @Decoder
  void unverifiedLogEntry(byte[] input) {
    fuzz("unverified log entry", input);
  }

  @Decoder
  void header(byte[] input) {
    fuzz("header", input);
  }

  @Decoder
  void leaseRecord(byte[] input) {
    fuzz("lease record", input);
  }

  @Decoder
  void messageItem(byte[] input) {
    fuzz("message item", input);
  }

  @Decoder
  void padding(byte[] input) {
    fuzz("padding", input);
  }

  @Decoder
  void conversationState(byte[] input) {
    fuzz("conversation state", input);
  }

  @Decoder
  void signedMessage(byte[] input) {
    fuzz("signed message", input);
  }

  @Decoder
  void exchange(byte[] input) {
    fuzz("exchange", input);
  }

  @Decoder
  void fileDescription(byte[] input) {
    fuzz("file description", input);
  }

  @Decoder
  void invitationLink(byte[] input) {
    fuzz("invitation link", input);
  }

  @Decoder
  void point(byte[] input) {
    fuzz("point", input);
  }

  @Decoder
  void signature(byte[] input) {
    fuzz("signature", input);
  }

  @Decoder
  void publicPrekey(byte[] input) {
    fuzz("public prekey", input);
  }

  @Decoder
  void merklePath(byte[] input) {
    fuzz("merkle path", input);
  }

  @Decoder
  void suite(byte[] input) {
    fuzz("suite", input);
  }

  @Decoder
  void userId(byte[] input) {
    fuzz("user id", input);
  }

  @Decoder
  void deviceId(byte[] input) {
    fuzz("device id", input);
  }

  @Decoder
  void networkId(byte[] input) {
    fuzz("network id", input);
  }

  @Decoder
  void leaseId(byte[] input) {
    fuzz("lease id", input);
  }

  @Decoder
  void fileId(byte[] input) {
    fuzz("file id", input);
  }

  @Decoder
  void messageId(byte[] input) {
    fuzz("message id", input);
  }

  @Decoder
  void conversationId(byte[] input) {
    fuzz("conversation id", input);
  }

  @Decoder
  void invitationSecret(byte[] input) {
    fuzz("invitation secret", input);
  }

  @Decoder
  void hash(byte[] input) {
    fuzz("hash", input);
  }

  @Decoder
  void digest(byte[] input) {
    fuzz("digest", input);
  }

  @Decoder
  void idAsText(byte[] input) {
    fuzz("id as text", input);
  }

  @Decoder
  void messageIdAsText(byte[] input) {
    fuzz("message id as text", input);
  }

  @Decoder
  void base64url(byte[] input) {
    fuzz("base64url", input);
  }

  @Decoder
  void senderTrail(byte[] input) {
    fuzz("sender trail", input);
  }

  @Decoder
  void privatePrekey(byte[] input) {
    fuzz("private prekey", input);
  }

  @Decoder
  void leasedDevice(byte[] input) {
    fuzz("leased device", input);
  }

  @Decoder
  void scalar(byte[] input) {
    fuzz("scalar", input);
  }

  @Decoder
  void scalarAndPoint(byte[] input) {
    fuzz("scalar and point", input);
  }

  @Decoder
  void passwordParameters(byte[] input) {
    fuzz("password parameters", input);
  }

  @Decoder
  void linkCode(byte[] input) {
    fuzz("link code", input);
  }

  @Decoder
  void accountKeyCode(byte[] input) {
    fuzz("account key code", input);
  }

  @Decoder
  void recoveryKeyCode(byte[] input) {
    fuzz("recovery key code", input);
  }

  @Decoder
  void passwordEnvelope(byte[] input) {
    fuzz("password envelope", input);
  }

  @Decoder
  void recoveryEnvelope(byte[] input) {
    fuzz("recovery envelope", input);
  }

  @Decoder
  void deviceEnvelope(byte[] input) {
    fuzz("device envelope", input);
  }

  @Decoder
  void networkKeyEnvelope(byte[] input) {
    fuzz("network key envelope", input);
  }

  @Decoder
  void firstLinkingNote(byte[] input) {
    fuzz("first linking note", input);
  }

  @Decoder
  void linkingNote(byte[] input) {
    fuzz("linking note", input);
  }

  @Decoder
  void fileSegment(byte[] input) {
    fuzz("file segment", input);
  }

  @Decoder
  void provenSession(byte[] input) {
    fuzz("proven session", input);
  }

  @Decoder
  void receivedHeaderInSuite1(byte[] input) {
    fuzz("received header in suite 1", input);
  }

  @Decoder
  void receivedPayloadInSuite1(byte[] input) {
    fuzz("received payload in suite 1", input);
  }

  @Decoder
  void receivedSignatureInSuite1(byte[] input) {
    fuzz("received signature in suite 1", input);
  }

  @Decoder
  void receivedSealedInSuite1(byte[] input) {
    fuzz("received sealed in suite 1", input);
  }

  @Decoder
  void receivedLeaseRecordInSuite1(byte[] input) {
    fuzz("received leaseRecord in suite 1", input);
  }

  @Decoder
  void provenBatchInSuite1(byte[] input) {
    fuzz("proven batch in suite 1", input);
  }

  @Decoder
  void receivedHeaderInSuite2(byte[] input) {
    fuzz("received header in suite 2", input);
  }

  @Decoder
  void receivedPayloadInSuite2(byte[] input) {
    fuzz("received payload in suite 2", input);
  }

  @Decoder
  void receivedSignatureInSuite2(byte[] input) {
    fuzz("received signature in suite 2", input);
  }

  @Decoder
  void receivedSealedInSuite2(byte[] input) {
    fuzz("received sealed in suite 2", input);
  }

  @Decoder
  void receivedLeaseRecordInSuite2(byte[] input) {
    fuzz("received leaseRecord in suite 2", input);
  }

  @Decoder
  void provenBatchInSuite2(byte[] input) {
    fuzz("proven batch in suite 2", input);
  }
}
