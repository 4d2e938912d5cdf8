package dev.wardroom.core.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Every decoder of bytes and texts from outside, and of what the own store gives back.
final class Targets {
  private static final Map<String, Target> ALL = all();

  private Targets() {}

  static List<Target> list() {
    return List.copyOf(ALL.values());
  }

  static Target named(String name) {
    Target target = ALL.get(name);
    if (target == null) {
      throw new IllegalArgumentException("no target " + name);
    }
    return target;
  }

  private static Map<String, Target> all() {
    Seeds seeds = new Seeds();
    List<Target> list = new ArrayList<>();
    list.addAll(new SignedTargets(seeds).all());
    list.addAll(new PartTargets(seeds).all());
    list.addAll(new SecretTargets(seeds).all());
    list.addAll(new SealedTargets().all());
    Map<String, Target> all = new TreeMap<>();
    for (Target target : list) {
      if (all.put(target.name(), target) != null) {
        throw new IllegalStateException("two targets " + target.name());
      }
    }
    return Map.copyOf(all);
  }
}
