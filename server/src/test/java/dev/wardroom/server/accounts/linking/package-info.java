/// Tests of link notes beside the server's calls.
@NullMarked
package dev.wardroom.server.accounts.linking;

import org.jspecify.annotations.NullMarked;
