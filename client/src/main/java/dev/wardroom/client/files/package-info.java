/// Files up and down, in segments of 1 MiB and constant memory. A transfer that broke off goes on
/// where it stopped: its secret and the hashes of what was sent or opened are saved, sealed, before
/// the bytes count.
@NullMarked
package dev.wardroom.client.files;

import org.jspecify.annotations.NullMarked;
