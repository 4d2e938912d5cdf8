/// Tests of the own prekeys and of what others do with them.
@NullMarked
package dev.wardroom.client.prekeys;

import org.jspecify.annotations.NullMarked;
