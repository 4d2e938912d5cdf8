/// Tests of what comes from the other device of a linking.
@NullMarked
package dev.wardroom.client.linking;

import org.jspecify.annotations.NullMarked;
