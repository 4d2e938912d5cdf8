/// Taking everything out of a home, in the clear and in plain forms: JSON Lines for programs, one
/// page for people, and the files.
@NullMarked
package dev.wardroom.client.exports;

import org.jspecify.annotations.NullMarked;
