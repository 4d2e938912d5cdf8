package dev.wardroom.wire;

/// Input from another party was refused. Checked, because each caller must decide what becomes of
/// the input; carries a stable [ProtocolError] and never bytes of the input.
public final class ProtocolException extends Exception {
  private static final long serialVersionUID = 1L;

  private final ProtocolError error;

  public ProtocolException(ProtocolError error, String detail) {
    super(error + ": " + detail);
    this.error = error;
  }

  public ProtocolError error() {
    return error;
  }
}
