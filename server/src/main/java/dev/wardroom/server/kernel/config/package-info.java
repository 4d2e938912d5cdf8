/// One configuration file, typed, with every key also as an environment variable.
///
/// ```
/// wardroom.properties      port=8443
/// environment              WARDROOM_PORT=8443         wins over the file
/// command line             --port 8443                wins over both
/// ```
///
/// A key is declared once, as a component of [Config] or of one of its sections with its [Setting],
/// or as a [Limit] of a room. From there come the parser, the default, the environment's name, the
/// example file and the page in the documentation. An unknown key stops the start and is answered
/// with the nearest known one. Everything here is immutable.
@NullMarked
package dev.wardroom.server.kernel.config;

import org.jspecify.annotations.NullMarked;
