package dev.wardroom.cli.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonmark.ext.gfm.strikethrough.Strikethrough;
import org.commonmark.node.Code;
import org.commonmark.node.Emphasis;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.StrongEmphasis;
import org.commonmark.node.Text;

/// The words inside one block of Markdown as styled spans. Used by one thread, once.
final class InlineDrawing {
  private static final int DEPTH_MAX = 24;
  private static final Pattern WORD_OF_NOTE =
      Pattern.compile(
          "https?://[^\\s<>]+[^\\s<>.,;:!?)\\]}\"']|@[\\p{L}\\p{N}._-]*[\\p{L}\\p{N}_]");

  private final Set<String> mentions;
  private final List<Span> spans = new ArrayList<>();

  InlineDrawing(Set<String> mentions) {
    this.mentions = mentions;
  }

  List<Span> spans(Node block, Style style) {
    children(block, style, 0);
    return spans;
  }

  private void children(Node parent, Style style, int depth) {
    for (Node node = parent.getFirstChild(); node != null; node = node.getNext()) {
      draw(node, style, depth);
    }
  }

  private void draw(Node node, Style style, int depth) {
    if (depth > DEPTH_MAX) {
      put("…", Style.FAINT);
      return;
    }
    switch (node) {
      case Text text -> text(text.getLiteral(), style);
      case Code code -> put(code.getLiteral(), style.with(Ink.CODE));
      case HtmlInline html -> put(html.getLiteral(), style);
      case SoftLineBreak _ -> put("\n", style);
      case HardLineBreak _ -> put("\n", style);
      case Emphasis _ -> children(node, style.asItalic(), depth + 1);
      case StrongEmphasis _ -> children(node, style.asBold(), depth + 1);
      case Strikethrough _ -> children(node, style.asStruck(), depth + 1);
      case Link link -> link(link, link.getDestination(), style, depth);
      case Image image -> link(image, image.getDestination(), style, depth);
      default -> children(node, style, depth + 1);
    }
  }

  /// The address is shown whenever the words do not say it: words can lie about where they lead.
  private void link(Node node, String address, Style style, int depth) {
    int before = spans.size();
    children(node, style.with(Ink.LINK).asUnderlined(), depth + 1);
    StringBuilder words = new StringBuilder();
    spans.subList(before, spans.size()).forEach(span -> words.append(span.text()));
    if (!words.toString().equals(address) && !("mailto:" + words).equals(address)) {
      put(" (" + address + ")", Style.FAINT);
    }
  }

  private void text(String literal, Style style) {
    Matcher words = WORD_OF_NOTE.matcher(literal);
    int at = 0;
    while (words.find()) {
      put(literal.substring(at, words.start()), style);
      String word = words.group();
      if (!word.startsWith("@")) {
        put(word, style.with(Ink.LINK).asUnderlined());
      } else {
        put(word, mentions.contains(word) ? style.with(Ink.MENTION).asBold() : style);
      }
      at = words.end();
    }
    put(literal.substring(at), style);
  }

  private void put(String text, Style style) {
    if (!text.isEmpty()) {
      spans.add(new Span(text, style));
    }
  }
}
