package dev.wardroom.cli.output;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.QRCodeWriter;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A QR code drawn with half blocks: two modules in a character cell, so that it is square on a
/// terminal.
///
/// Drawn light on dark by the characters themselves (a full block is a *light* module), so that it
/// can be scanned on a dark terminal without colours. [#lines] for a light terminal swaps the two.
public final class QrDrawing {
  private static final int QUIET_ZONE = 2;

  private QrDrawing() {}

  /// The lines of the code for `text`; `darkTerminal` says which of the two a blank cell is.
  public static List<String> lines(String text, boolean darkTerminal) {
    BitMatrix matrix = matrix(text);
    List<String> lines = new ArrayList<>();
    for (int row = 0; row < matrix.getHeight(); row += 2) {
      StringBuilder line = new StringBuilder(matrix.getWidth());
      for (int column = 0; column < matrix.getWidth(); column++) {
        boolean upper = filled(matrix, column, row, darkTerminal);
        boolean lower = filled(matrix, column, row + 1, darkTerminal);
        line.append(cell(upper, lower));
      }
      lines.add(line.toString());
    }
    return lines;
  }

  private static boolean filled(BitMatrix matrix, int column, int row, boolean darkTerminal) {
    boolean dark = row < matrix.getHeight() && matrix.get(column, row);
    return dark != darkTerminal;
  }

  private static char cell(boolean upper, boolean lower) {
    if (upper) {
      return lower ? '█' : '▀';
    }
    return lower ? '▄' : ' ';
  }

  private static BitMatrix matrix(String text) {
    Map<EncodeHintType, Object> hints =
        Map.of(
            EncodeHintType.MARGIN,
            QUIET_ZONE,
            EncodeHintType.ERROR_CORRECTION,
            ErrorCorrectionLevel.L,
            EncodeHintType.CHARACTER_SET,
            "UTF-8");
    try {
      return new QRCodeWriter().encode(text, BarcodeFormat.QR_CODE, 0, 0, hints);
    } catch (WriterException tooLong) {
      throw new IllegalArgumentException("too long for a QR code: " + text.length(), tooLong);
    }
  }
}
