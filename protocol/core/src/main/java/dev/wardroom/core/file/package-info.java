/// Files as AES-256-GCM segments of 1 MiB, sealed and opened one at a time in constant memory.
@NullMarked
package dev.wardroom.core.file;

import org.jspecify.annotations.NullMarked;
