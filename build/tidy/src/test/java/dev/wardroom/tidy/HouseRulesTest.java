package dev.wardroom.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The project keeps its house rules. Each rule is proven able to fail in [HouseRulesSelfTest].
class HouseRulesTest {
  private static final SourceTree TREE = SourceTree.read(SourceTree.projectRoot());

  @TestFactory
  Stream<DynamicTest> theProjectKeepsEveryRule() {
    return HouseRules.all().entrySet().stream()
        .map(rule ->
            DynamicTest.dynamicTest(
                rule.getKey(),
                () -> assertThat(rule.getValue().check(TREE)).as(rule.getKey()).isEmpty()));
  }
}
