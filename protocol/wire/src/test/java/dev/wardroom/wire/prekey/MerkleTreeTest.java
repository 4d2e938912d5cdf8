package dev.wardroom.wire.prekey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wardroom.wire.CanonicalWriter;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.Labels;
import dev.wardroom.wire.ProtocolError;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.Refused;
import dev.wardroom.wire.Samples;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class MerkleTreeTest {
  private static List<Hash32> leaves(int count) {
    List<Hash32> leaves = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      leaves.add(Hash32.of("leaf", new byte[] {(byte) (i >>> 8), (byte) i}));
    }
    return leaves;
  }

  /// RFC 6962 §2.1 word for word: split at the largest power of two below n.
  private static Hash32 byTheBook(List<Hash32> leaves) {
    if (leaves.size() == 1) {
      return leaves.getFirst();
    }
    int split = Integer.highestOneBit(leaves.size() - 1);
    return Hash32.cut(
        new CanonicalWriter()
            .label(Labels.PREKEY_NODE)
            .fixed(byTheBook(leaves.subList(0, split)).bytes())
            .fixed(byTheBook(leaves.subList(split, leaves.size())).bytes())
            .toArray());
  }

  @Test
  void treesOfEverySizeHaveTheShapeOfRfc6962AndProveEveryLeaf() throws ProtocolException {
    for (int count = 1; count <= 70; count++) {
      List<Hash32> leaves = leaves(count);
      MerkleTree tree = new MerkleTree(leaves);
      assertThat(tree.root()).as("%d leaves", count).isEqualTo(byTheBook(leaves));
      for (int i = 0; i < count; i++) {
        MerkleTree.check(tree.root(), count, i, leaves.get(i), tree.path(i));
      }
    }
  }

  @Test
  void aPathProvesNoOtherPlaceLeafOrCount() {
    List<Hash32> leaves = leaves(11);
    MerkleTree tree = new MerkleTree(leaves);
    for (int i = 0; i < 11; i++) {
      int place = i;
      int other = (i + 1) % 11;
      refused(tree.root(), 11, other, leaves.get(place), tree.path(place));
      refused(tree.root(), 11, place, leaves.get(other), tree.path(place));
      refused(tree.root(), 11, place, leaves.get(place), tree.path(other));
      refused(Samples.hash(1), 11, place, leaves.get(place), tree.path(place));
    }
    refused(tree.root(), 11, 11, leaves.get(0), tree.path(0));
    refused(tree.root(), 11, -1, leaves.get(0), tree.path(0));
    refused(tree.root(), 3, 0, leaves.get(0), tree.path(0));
  }

  @Test
  void aPathThatIsTooShortTooLongOrReorderedIsRefused() {
    List<Hash32> leaves = leaves(8);
    MerkleTree tree = new MerkleTree(leaves);
    List<Hash32> path = tree.path(3);
    List<Hash32> longer = new ArrayList<>(path);
    longer.add(Samples.hash(7));
    List<Hash32> reversed = new ArrayList<>(path);
    Collections.reverse(reversed);

    refused(tree.root(), 8, 3, leaves.get(3), path.subList(0, 2));
    refused(tree.root(), 8, 3, leaves.get(3), longer);
    refused(tree.root(), 8, 3, leaves.get(3), reversed);
    refused(tree.root(), 8, 3, leaves.get(3), List.of());
  }

  @Test
  void anInnerNodeDoesNotPassForALeaf() {
    List<Hash32> leaves = leaves(4);
    MerkleTree tree = new MerkleTree(leaves);
    Hash32 inner = new MerkleTree(leaves.subList(0, 2)).root();

    refused(tree.root(), 4, 0, inner, List.of(new MerkleTree(leaves.subList(2, 4)).root()));
  }

  @Test
  void theLargestBatchHasPathsOfFourteen() throws ProtocolException {
    List<Hash32> leaves = leaves(10_000);
    MerkleTree tree = new MerkleTree(leaves);

    assertThat(tree.path(0)).hasSize(14);
    MerkleTree.check(tree.root(), 10_000, 9_999, leaves.get(9_999), tree.path(9_999));
  }

  private static void refused(Hash32 root, int count, int index, Hash32 leaf, List<Hash32> path) {
    Refused.with(
        ProtocolError.PREKEY_PROOF_INVALID, () -> MerkleTree.check(root, count, index, leaf, path));
  }
}
