package dev.wardroom.e2e.points;

/// What came of the kills at one point.
///
/// @param kills how often a process was killed there
/// @param expected messages, files or devices that had to be there in the end
/// @param lost of these
/// @param twice more than once in a home
/// @param note what else was measured, for people
public record PointOutcome(
    String point, int kills, int expected, int lost, int twice, String note) {
  public boolean isGood() {
    return kills > 0 && expected > 0 && lost == 0 && twice == 0;
  }
}
