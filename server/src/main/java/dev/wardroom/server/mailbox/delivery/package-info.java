/// How a message gets out. The parent package has the whole picture.
@NullMarked
package dev.wardroom.server.mailbox.delivery;

import org.jspecify.annotations.NullMarked;
