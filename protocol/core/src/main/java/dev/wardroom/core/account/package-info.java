/// From password and printed keys to the root key: Argon2id, login secret, envelopes, codes for
/// people.
@NullMarked
package dev.wardroom.core.account;

import org.jspecify.annotations.NullMarked;
