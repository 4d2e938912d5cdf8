/// Adding a device with an old one in hand.
///
/// ```
/// code       protocol/core's link code, "@", the server's address; shown by either device, good for two minutes
/// new -> old Hello      the new device's name
///            both show eight digits made of the channel's first note; the old device says yes
/// old -> new Welcome    who you will be, the network's statement, and the fingerprint of its key
/// new -> old Request    device id, public key and first prekeys
/// old        signs list n+1 and publishes it with the prekeys
/// old -> new Added      the lists, the account key, and where history is
/// ```
///
/// Notes go by way of the server, sealed by the channel of protocol/core; longer ones are cut into
/// parts. History is a file of message items for the own devices only: sealed once under a key that
/// travels in the channel, so that its plaintext is on no disk, and once more as a file. Each item
/// is verified like the message that it is.
@NullMarked
package dev.wardroom.client.linking;

import org.jspecify.annotations.NullMarked;
