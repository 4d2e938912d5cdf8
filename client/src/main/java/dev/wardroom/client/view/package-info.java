/// What the rooms of a session take and give back: immutable records without behaviour that needs
/// the engine.
///
/// Every record here can be written as JSON and read back unchanged; the handover between two
/// processes on one home folder relies on that.
@NullMarked
package dev.wardroom.client.view;

import org.jspecify.annotations.NullMarked;
