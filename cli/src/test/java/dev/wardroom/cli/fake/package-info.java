/// Hand-written stand-ins for the engine, and samples of what it shows.
@NullMarked
package dev.wardroom.cli.fake;

import org.jspecify.annotations.NullMarked;
