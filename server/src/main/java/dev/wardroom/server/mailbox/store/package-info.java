/// SQL of the mailbox, and the packed forms that it stores. The parent package has the whole
/// picture.
@NullMarked
package dev.wardroom.server.mailbox.store;

import org.jspecify.annotations.NullMarked;
