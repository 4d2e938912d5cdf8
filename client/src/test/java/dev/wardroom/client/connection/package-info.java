/// Tests of the connection's parts that need no server.
package dev.wardroom.client.connection;
