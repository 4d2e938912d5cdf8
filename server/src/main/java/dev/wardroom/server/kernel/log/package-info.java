/// Structured logs. A line holds what happened, where, and codes; never content, names, keys,
/// tokens or long-lived ids. ERROR means that one of us must look. Success is quiet.
@NullMarked
package dev.wardroom.server.kernel.log;

import org.jspecify.annotations.NullMarked;
