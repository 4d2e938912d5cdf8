/// Rules about text: documents, build files and scripts say what is true and lead somewhere.
@NullMarked
package dev.wardroom.tidy.docs;

import org.jspecify.annotations.NullMarked;
