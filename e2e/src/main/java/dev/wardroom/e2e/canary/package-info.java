/// Plants marked texts in everything that is meant to be secret and looks for them on the server.
///
/// [Canary] knows how one mark looks in each disguise (plain, UTF-16, hexadecimal, base64 at each
/// offset); [CanaryScan] searches files for it, inside deflated streams too. A mark in a text that
/// is public must be found: it proves that the scan can find.
@NullMarked
package dev.wardroom.e2e.canary;

import org.jspecify.annotations.NullMarked;
