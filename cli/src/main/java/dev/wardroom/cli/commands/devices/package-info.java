/// Commands about the own devices, and the linking of a new one. Either side may show the code; the
/// old device confirms.
@NullMarked
package dev.wardroom.cli.commands.devices;

import org.jspecify.annotations.NullMarked;
