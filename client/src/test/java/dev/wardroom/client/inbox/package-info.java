/// Tests of single parts over a real store, without a server.
package dev.wardroom.client.inbox;
