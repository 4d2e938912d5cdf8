package dev.wardroom.tidy;

import java.util.List;

/// One house rule.
@FunctionalInterface
public interface Rule {
  /// Everything in the tree that breaks this rule, in the order of the files.
  List<Violation> check(SourceTree tree);
}
