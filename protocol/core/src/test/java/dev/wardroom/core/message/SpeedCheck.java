package dev.wardroom.core.message;

import static dev.wardroom.core.message.TestWorld.NOW;

import dev.wardroom.core.RandomSource;
import dev.wardroom.core.SecretBytes;
import dev.wardroom.core.file.FileLayout;
import dev.wardroom.core.file.FileSealer;
import dev.wardroom.core.lease.LeasedDevice;
import dev.wardroom.core.primitive.P521PrivateKey;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.id.FileId;
import dev.wardroom.wire.id.LeaseId;
import dev.wardroom.wire.id.NetworkId;
import dev.wardroom.wire.key.CryptoProviders;
import dev.wardroom.wire.key.Suite;
import dev.wardroom.wire.message.MessageBindings;
import dev.wardroom.wire.message.SignedMessage;
import dev.wardroom.wire.prekey.LeaseKind;
import dev.wardroom.wire.prekey.PrekeyKind;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.util.ArrayList;
import java.util.List;
import javax.crypto.KeyAgreement;

/// Run by hand: the two figures of the protocol's hot paths against bare operations of the same
/// provider in the same run, interleaved, in CPU time of the one thread.
final class SpeedCheck {
  private static final int DEVICES = 500;
  private static final int ROUNDS = 60;
  private static final int FILE_MIB = 256;

  private SpeedCheck() {}

  @FunctionalInterface
  interface Work {
    void run() throws ProtocolException, GeneralSecurityException;
  }

  public static void main(String[] arguments) throws Exception {
    System.out.println("provider " + CryptoProviders.preferred().name());
    for (Suite suite : Suite.values()) {
      encrypt(suite);
      receive(suite);
    }
    file();
  }

  private static void encrypt(Suite suite) throws ProtocolException, GeneralSecurityException {
    TestWorld world = new TestWorld(suite);
    world.makeBatch(world.bob, world.bob.device(0), PrekeyKind.ONE_TIME, DEVICES, NOW);
    List<LeasedDevice> leased = new ArrayList<>();
    for (int i = 0; i < DEVICES; i++) {
      LeaseId lease = LeaseId.of(RandomSource.system().bytes(16));
      leased.add(
          world.lease(world.claim(world.bob.device(0), i), lease, LeaseKind.HOUR, NOW + 3_600_000));
    }
    KeyPair own = CryptoProviders.preferred().p521Generator().generateKeyPair();
    KeyAgreement agreement = CryptoProviders.preferred().ecdh();
    MessageDraft draft = world.draft("x".repeat(1024));
    Work bare =
        () -> {
          agreement.init(own.getPrivate());
          for (LeasedDevice device : leased) {
            agreement.doPhase(device.agreementKey().toJca(), true);
            agreement.generateSecret();
          }
        };
    // One device stands for 500: the check of distinct recipients is lifted by the test's seam.
    Work sealing = () -> world.sealer.sealUnchecked(world.request(draft, leased)).close();
    print("encrypt 1 KiB to 500, " + suite, sealing, bare);
  }

  private static void receive(Suite suite) throws ProtocolException, GeneralSecurityException {
    TestWorld world = new TestWorld(suite);
    List<LeasedDevice> leased = world.leases(LeaseKind.HOUR);
    SealedMessage sealed = world.seal("x".repeat(1024), leased);
    TestReceiver receiver = world.receiver(world.bob, 0);
    ReceivedMessage template = TestWorld.delivered(sealed, receiver.device, leased);
    byte[] header = sealed.message().headerBytes().toArray();
    byte[] point = sealed.message().ephemeralKey().toArray();
    byte[] payload = sealed.message().payload().toArray();
    byte[] signature = sealed.message().signature().toArray();
    byte[] record = template.leaseRecord().orElseThrow().toArray();
    P521PrivateKey own = P521PrivateKey.generate(RandomSource.system());
    KeyPair pair = CryptoProviders.preferred().p521Generator().generateKeyPair();
    KeyAgreement agreement = CryptoProviders.preferred().ecdh();
    byte[] signed = MessageBindings.signed(sealed.message().digest());
    Signature verifier = CryptoProviders.preferred().ecdsa();
    Work opening =
        () -> {
          for (int i = 0; i < 100; i++) {
            receiver
                .opener
                .open(
                    receiver.opener.verify(
                        ReceivedMessage.of(
                            SignedMessage.fromWire(header, point, payload, signature),
                            template.exchange(),
                            record),
                        NOW))
                .close();
          }
        };
    Work bare =
        () -> {
          for (int i = 0; i < 100; i++) {
            verifier.initVerify(world.alice.key(world.senderDevice()).publicKey().toJca());
            verifier.update(signed);
            if (!verifier.verify(signature)) {
              throw new GeneralSecurityException("signature");
            }
            agreement.init(pair.getPrivate());
            agreement.doPhase(own.publicKey().toJca(), true);
            agreement.generateSecret();
          }
        };
    print("receive 1 KiB, " + suite, opening, bare);
  }

  private static void file() throws ProtocolException {
    byte[] plain = new byte[FileLayout.SEGMENT_SIZE];
    byte[] target = new byte[FileLayout.SEALED_SEGMENT_SIZE];
    long size = (long) FILE_MIB << 20;
    RandomSource random = RandomSource.system();
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    for (int round = 0; round < 3; round++) {
      NetworkId network = NetworkId.of(random.bytes(16));
      SecretBytes secret = SecretBytes.random(FileLayout.SECRET_LENGTH, random);
      long start = threads.getCurrentThreadCpuTime();
      FileSealer sealer = new FileSealer(network, FileId.of(random.bytes(16)), secret, size);
      for (int i = 0; i < sealer.layout().segments(); i++) {
        sealer.seal(i, plain, target);
      }
      long nanos = threads.getCurrentThreadCpuTime() - start;
      System.out.printf("seal a file: %.0f MiB/s%n", FILE_MIB * 1e9 / nanos);
    }
  }

  private static void print(String what, Work ours, Work bare)
      throws ProtocolException, GeneralSecurityException {
    List<Double> ratios = new ArrayList<>();
    long bestOurs = Long.MAX_VALUE;
    long bestBare = Long.MAX_VALUE;
    for (int i = 0; i < ROUNDS; i++) {
      long bareNanos = nanos(bare);
      long oursNanos = nanos(ours);
      bestOurs = Math.min(bestOurs, oursNanos);
      bestBare = Math.min(bestBare, bareNanos);
      if (i >= ROUNDS / 2) {
        // The first half warms the compiler up.
        ratios.add((double) oursNanos / bareNanos);
      }
    }
    ratios.sort(Double::compare);
    System.out.printf(
        "%s: %.2f ms against %.2f ms, ratio of bests %.3f, median ratio %.3f%n",
        what,
        bestOurs / 1e6,
        bestBare / 1e6,
        (double) bestOurs / bestBare,
        ratios.get(ratios.size() / 2));
  }

  private static long nanos(Work work) throws ProtocolException, GeneralSecurityException {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long start = threads.getCurrentThreadCpuTime();
    work.run();
    return threads.getCurrentThreadCpuTime() - start;
  }
}
