package dev.wardroom.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/// A large file from one person to another with the real command: encrypted and uploaded, then
/// downloaded and decrypted. Start of the command, sign-in and the message itself are in the time.
final class FilesBench {
  private static final int BLOCK = 1 << 20;
  private static final String PASSWORD = "correct horse battery staple";

  private final Report report;
  private final BenchArguments arguments;

  FilesBench(Report report, BenchArguments arguments) {
    this.report = report;
    this.arguments = arguments;
  }

  void run() throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("wardroom-bench-files");
    try (ServerProcess server = ServerProcess.start(Map.of())) {
      measure(folder, server);
    } finally {
      remove(folder);
    }
  }

  private void measure(Path folder, ServerProcess server) throws IOException, InterruptedException {
    Path password = Files.writeString(folder.resolve("password"), PASSWORD);
    Command owner = new Command(folder.resolve("owner"));
    Command friend = new Command(folder.resolve("friend"));
    owner.run(registering(server.ownerInvitation(), "owner", password));
    String invitation = owner.run("invite", "--username", "friend").answer("invitation");
    friend.run(registering(invitation, "friend", password));
    owner.run("send", "--to", "friend", "hello");

    Path file = folder.resolve("file");
    long bytes = write(file);
    Command.Outcome sent = owner.run("send", "--to", "friend", "--file", file.toString());
    rate("encrypt and upload", bytes, sent);
    friend.run("listen", "--count", "2", "--timeout", "30s");
    Path copy = folder.resolve("copy");
    Command.Outcome got =
        friend.run("files", "get", "--message", sent.answer("message"), "--out", copy.toString());
    rate("download and decrypt", bytes, got);
    if (Files.mismatch(file, copy) >= 0) {
      throw new IOException("the file came out changed");
    }
  }

  private static String[] registering(String invitation, String name, Path password) {
    return new String[] {
      "register",
      "--invitation",
      invitation,
      "--username",
      name,
      "--name",
      name,
      "--password-file",
      password.toString()
    };
  }

  private void rate(String what, long bytes, Command.Outcome outcome) {
    report.figure(
        "file of " + (bytes >> 20) + " MiB: " + what,
        bytes / 1e6 / outcome.seconds(),
        "MB/s",
        "≥ 150",
        "one whole command, %.1f s; peak resident memory of it %d MB"
            .formatted(outcome.seconds(), outcome.peakResidentBytes() / 1_000_000));
  }

  /// Bytes that do not compress.
  private long write(Path file) throws IOException {
    byte[] block = new byte[BLOCK];
    SplittableRandom random = new SplittableRandom(1);
    try (OutputStream out = Files.newOutputStream(file)) {
      for (int i = 0; i < arguments.fileMebibytes(); i++) {
        random.nextBytes(block);
        out.write(block);
      }
    }
    return (long) arguments.fileMebibytes() * BLOCK;
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : List.copyOf(files.sorted(Comparator.reverseOrder()).toList())) {
        Files.delete(file);
      }
    }
  }
}
