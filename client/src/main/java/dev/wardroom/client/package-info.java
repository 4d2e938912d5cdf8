/// The Wardroom client engine: everything a messenger does apart from its screen.
///
/// ```
/// Wardroom            opens, makes or joins a home folder  ->  Session
/// Session             one device of one person; its rooms:
///   Accounts          who I am, password, recovery sheet, status
///   Directory         people of my network
///   Conversations     list, create, members, timers, pin, mute, typing
///   Messages          send, react, reply, edit, recall, delete, star, read, history, search
///   Files             download with progress and resume
///   Devices           list, remove, rename, link a new one
///   Invitations       invite, list, revoke
///   Verification      safety numbers
///   Exports           everything I have, as JSON Lines or pages
///   Events            what changes while I look
/// ```
///
/// Invariants: a message is in the local store before it is sent and before it is acknowledged;
/// content, names, titles and keys are encrypted in the home folder; one process owns a home at a
/// time and others hand their calls over to it, so a [Session] behaves the same whether it owns the
/// engine or speaks to the process that does. All rooms are thread-safe and block; call them from
/// virtual threads. Every failure is a [ClientException] whose text says what to do next.
///
/// This package and `view` are the door. Nothing in them names a protocol or wire type: ids are the
/// refs of `view`.
@NullMarked
package dev.wardroom.client;

import org.jspecify.annotations.NullMarked;
