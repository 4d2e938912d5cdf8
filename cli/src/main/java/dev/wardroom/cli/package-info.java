/// The `wardroom` command: a client for people and for scripts.
///
/// ```
/// cli            Main, the root command and what every command shares
/// ├─ commands    one class a command, by topic; each opens the client, does one thing, prints it
/// ├─ output      plain lines, JSON lines, progress, prompts
/// ├─ text        styled lines, wrapping, Markdown
/// └─ chat        the terminal messenger: input (keys → actions), draw (state → lines), the loop between them
/// ```
///
/// Invariants: secrets never come from the command line's words (other users see them in the
/// process list); exit codes are 0 done, 2 usage, 3 refused, 4 unreachable; every failure ends in
/// one plain line that says what to do next.
///
/// Threads: a command runs on the main thread; `chat` adds one reader of keys and hears the
/// engine's events on the engine's thread, both only put into one bounded queue.
@NullMarked
package dev.wardroom.cli;

import org.jspecify.annotations.NullMarked;
