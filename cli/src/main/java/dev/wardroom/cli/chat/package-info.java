/// The terminal messenger: what keys and commands mean.
///
/// ```
/// chat
/// ├─ state   what is known and shown; effects: what is to be done
/// ├─ input   characters → keys; the text being written; completion
/// ├─ draw    state → screen
/// └─ loop    the terminal, the engine's events, and the thread between them
/// ```
///
/// [dev.wardroom.cli.chat.ChatKeys] (state × key → state and effects) and
/// [dev.wardroom.cli.chat.ChatNews] (state × news → state) are pure; only `loop` does anything.
@NullMarked
package dev.wardroom.cli.chat;

import org.jspecify.annotations.NullMarked;
