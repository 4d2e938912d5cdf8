/// How a message and a claim get in. The parent package has the whole picture.
@NullMarked
package dev.wardroom.server.mailbox.sending;

import org.jspecify.annotations.NullMarked;
