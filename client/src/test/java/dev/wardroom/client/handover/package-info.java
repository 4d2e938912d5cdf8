/// Tests of single parts over real sockets, without an engine.
package dev.wardroom.client.handover;
