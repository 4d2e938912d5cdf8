package dev.wardroom.tidy.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wardroom.tidy.SourceFile;
import dev.wardroom.tidy.SourceTree;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Documents that are made from the code are those that the code makes now.
class GeneratedPagesTest {
  private static final SourceTree TREE = SourceTree.read(SourceTree.projectRoot());

  @Test
  void pagesMadeFromTheCodeAreFresh() {
    for (Map.Entry<String, String> page : GeneratedPages.of(TREE).entrySet()) {
      assertThat(TREE.file(page.getKey()).map(SourceFile::text).orElse(""))
          .as(page.getKey() + " is stale: run `make docs`")
          .isEqualTo(page.getValue());
    }
  }

  @Test
  void aLimitIsOnThePageWithValueAndMeaning() {
    assertThat(new LimitsPage(TREE).text())
        .contains("| lease grace | 10 min | | After a lease's end, before its prekey may go. |");
  }
}
