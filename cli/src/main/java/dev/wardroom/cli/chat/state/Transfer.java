package dev.wardroom.cli.chat.state;

/// A file on its way.
///
/// @param step what is being done, for example `Encrypting and sending plan.pdf`
/// @param total 0 when not known yet
public record Transfer(String step, long done, long total) {}
