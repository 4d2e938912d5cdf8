package dev.wardroom.server.accounts.secrets;

/// What a password account proves itself with.
///
/// @param clientSalt 16 bytes; with the three costs, what the client derives the login secret with
/// @param verifier of the login secret, see [LoginHash]
public record Credential(
    byte[] clientSalt,
    int memoryKib,
    int passes,
    int lanes,
    byte[] verifierSalt,
    byte[] verifier) {}
