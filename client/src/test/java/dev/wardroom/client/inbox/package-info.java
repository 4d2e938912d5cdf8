/// Tests of what a device keeps of messages that came.
@NullMarked
package dev.wardroom.client.inbox;

import org.jspecify.annotations.NullMarked;
