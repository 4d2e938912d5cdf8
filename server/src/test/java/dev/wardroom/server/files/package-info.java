/// Tests of files: stores on both engines, and the room through real HTTP.
@NullMarked
package dev.wardroom.server.files;

import org.jspecify.annotations.NullMarked;
