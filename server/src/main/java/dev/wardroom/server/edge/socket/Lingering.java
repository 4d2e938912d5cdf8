package dev.wardroom.server.edge.socket;

import dev.wardroom.server.edge.EdgeLimits;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/// Closes a connection so that the last words arrive.
///
/// A server that closes while the client still sends makes the operating system answer with a
/// reset, and a reset throws away what the client has not read yet: the close frame that says why.
/// So the way out is closed first, and what still comes in is read and thrown away until the client
/// closes too, at most for [EdgeLimits#LINGER] and [EdgeLimits#LINGER_BYTES_MAX].
///
/// Stands nearest to the network, below TLS. Used by one event loop only.
final class Lingering extends ChannelDuplexHandler {
  private boolean closing;
  private long thrownAway;

  @Override
  public void close(ChannelHandlerContext context, ChannelPromise promise) {
    if (closing || !(context.channel() instanceof DuplexChannel channel) || !channel.isActive()) {
      ChannelFuture _ = context.close(promise);
      return;
    }
    closing = true;
    channel.closeFuture().addListener(_ -> promise.trySuccess());
    ScheduledFuture<?> limit =
        context
            .executor()
            .schedule(() -> cut(context), EdgeLimits.LINGER.toMillis(), TimeUnit.MILLISECONDS);
    channel.closeFuture().addListener(_ -> limit.cancel(false));
    channel
        .shutdownOutput()
        .addListener(shut -> {
          if (!shut.isSuccess()) {
            cut(context);
            return;
          }
          channel.config().setAutoRead(true);
        });
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (!closing) {
      context.fireChannelRead(message);
      return;
    }
    thrownAway += message instanceof ByteBuf bytes ? bytes.readableBytes() : 0;
    ReferenceCountUtil.release(message);
    if (thrownAway > EdgeLimits.LINGER_BYTES_MAX) {
      cut(context);
    }
  }

  private static void cut(ChannelHandlerContext context) {
    ChannelFuture _ = context.close();
  }
}
