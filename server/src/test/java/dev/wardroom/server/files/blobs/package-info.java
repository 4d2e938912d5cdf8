/// Both stores keep the same contract; see [BlobStoreContract].
@NullMarked
package dev.wardroom.server.files.blobs;

import org.jspecify.annotations.NullMarked;
