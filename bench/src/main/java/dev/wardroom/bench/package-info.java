/// Measures the figures that README promises, by `make bench`: each part starts the real server as
/// a process, or calls the real library, and prints machine, method, figure and aim. Results are
/// appended to bench/results. Nothing imports this module.
@NullMarked
package dev.wardroom.bench;

import org.jspecify.annotations.NullMarked;
