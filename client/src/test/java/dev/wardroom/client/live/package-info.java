/// Whole engines against the real server, in this process, on a free port.
package dev.wardroom.client.live;
