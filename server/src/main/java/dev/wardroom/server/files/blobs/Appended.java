package dev.wardroom.server.files.blobs;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// What an append left durable.
///
/// @param cutShort why the source ended early (the sender's connection broke), or null
public record Appended(UploadState state, @Nullable IOException cutShort) {}
