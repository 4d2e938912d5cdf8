/// The own account: keys of this device, registration, sign-in on a further device, password,
/// prekeys.
@NullMarked
package dev.wardroom.client.accounts;

import org.jspecify.annotations.NullMarked;
