/// How the command speaks: plain lines for people, one JSON object a line for scripts.
///
/// Invariants:
/// - Standard output carries results only; progress, prompts and errors for people go to standard
///   error.
/// - Whatever other people wrote (names, titles, messages, file names) passes
///   [dev.wardroom.cli.text.SafeText] before it reaches a terminal: an escape sequence in a message
///   must never reach the reader's terminal.
/// - JSON keys are stable: `docs/cli.md` lists them, scripts depend on them.
///
/// Threads: [dev.wardroom.cli.output.Output] may be used from several threads, a line is written
/// whole. The rest is immutable or owned by one thread, as each class says.
@NullMarked
package dev.wardroom.cli.output;

import org.jspecify.annotations.NullMarked;
