/// A load of many registered devices over real sockets, with prepared ciphertext: the server cannot
/// tell random bytes from sealed ones, and the machine's time goes to the server.
@NullMarked
package dev.wardroom.bench.load;

import org.jspecify.annotations.NullMarked;
