package dev.wardroom.wire.prekey;

import dev.wardroom.wire.CanonicalWriter;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.Labels;
import dev.wardroom.wire.ProtocolError;
import dev.wardroom.wire.ProtocolException;
import java.util.ArrayList;
import java.util.List;

/// A tree of the shape of RFC 6962 §2.1 (RFC 9162 §2.1): the left side of a node is the largest
/// full tree. Leaves and nodes are hashed under different labels, so that neither passes for the
/// other.
///
/// Levels are computed bottom up: a last node without a partner moves up unchanged, which gives the
/// same tree.
public final class MerkleTree {
  private final List<List<Hash32>> levels = new ArrayList<>();

  public MerkleTree(List<Hash32> leaves) {
    if (leaves.isEmpty()) {
      throw new IllegalArgumentException("a tree has leaves");
    }
    List<Hash32> level = List.copyOf(leaves);
    levels.add(level);
    while (level.size() > 1) {
      level = parents(level);
      levels.add(level);
    }
  }

  public Hash32 root() {
    return levels.getLast().getFirst();
  }

  /// The siblings from the leaf up.
  public List<Hash32> path(int index) {
    if (index < 0 || index >= levels.getFirst().size()) {
      throw new IllegalArgumentException("no such leaf");
    }
    List<Hash32> path = new ArrayList<>();
    int at = index;
    for (List<Hash32> level : levels) {
      int sibling = at ^ 1;
      if (sibling < level.size()) {
        path.add(level.get(sibling));
      }
      at >>= 1;
    }
    return path;
  }

  /// Throws PREKEY_PROOF_INVALID unless the path leads from the leaf at this place, in a tree of
  /// this many leaves, to the root (RFC 9162 §2.1.3.2).
  public static void check(Hash32 root, int count, int index, Hash32 leaf, List<Hash32> path)
      throws ProtocolException {
    if (index < 0 || index >= count) {
      throw invalid();
    }
    int at = index;
    int last = count - 1;
    Hash32 hash = leaf;
    for (Hash32 sibling : path) {
      if (last == 0) {
        throw invalid();
      }
      if ((at & 1) == 1 || at == last) {
        hash = node(sibling, hash);
        while ((at & 1) == 0 && at != 0) {
          at >>= 1;
          last >>= 1;
        }
      } else {
        hash = node(hash, sibling);
      }
      at >>= 1;
      last >>= 1;
    }
    if (last != 0 || !hash.equals(root)) {
      throw invalid();
    }
  }

  private static List<Hash32> parents(List<Hash32> level) {
    List<Hash32> parents = new ArrayList<>((level.size() + 1) / 2);
    for (int i = 0; i + 1 < level.size(); i += 2) {
      parents.add(node(level.get(i), level.get(i + 1)));
    }
    if (level.size() % 2 == 1) {
      parents.add(level.getLast());
    }
    return parents;
  }

  private static Hash32 node(Hash32 left, Hash32 right) {
    return Hash32.cut(
        new CanonicalWriter(128)
            .label(Labels.PREKEY_NODE)
            .fixed(left.bytes())
            .fixed(right.bytes())
            .toArray());
  }

  private static ProtocolException invalid() {
    return new ProtocolException(ProtocolError.PREKEY_PROOF_INVALID, "Merkle path");
  }
}
