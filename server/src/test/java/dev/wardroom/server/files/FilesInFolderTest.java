package dev.wardroom.server.files;

import java.util.Map;

final class FilesInFolderTest extends FilesHttpContract {
  @Override
  Map<String, String> configuration() {
    return Map.of();
  }

  @Override
  void stopStore() {}
}
