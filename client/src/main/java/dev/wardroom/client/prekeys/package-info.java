/// Keys for one message or one hour, from both sides.
///
/// ```
/// OwnPrekeys       makes, publishes, replenishes and destroys this device's prekeys
/// InboundLeases    opens the leases under which others write to this device
/// OutboundLeases   claims others' prekeys and keeps the leases under which this device writes
/// ```
///
/// Invariants: private halves are saved before their public halves are published; a one-time prekey
/// serves one sender device and one lease; it is destroyed with its one message, or once the
/// mailbox was read to its end later than ten minutes after the lease, and in any case 31 days
/// after it. What is destroyed leaves the database file too.
@NullMarked
package dev.wardroom.client.prekeys;

import org.jspecify.annotations.NullMarked;
