/// What a whole network may keep: bytes of waiting mailbox, of files, and of what waits for its
/// data retention.
///
/// ```
/// network_quota    what an administrator set; without a row the configured limit holds
/// mailbox, files   count what is kept, each in its own transactions, and ask before they take more
/// quota-alarms     looks every ten seconds: a log line and a metric when a mark is passed
/// ```
///
/// Threads: [Quotas] is thread-safe; asking is two look-ups in memory. Failure: whoever asks
/// refuses with `LIMIT_REACHED` and a retry time.
@NullMarked
package dev.wardroom.server.networks.quotas;

import org.jspecify.annotations.NullMarked;
