package dev.wardroom.cli.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.commonmark.ext.gfm.strikethrough.StrikethroughExtension;
import org.commonmark.node.Block;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.BulletList;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.ListItem;
import org.commonmark.node.Node;
import org.commonmark.node.OrderedList;
import org.commonmark.node.Paragraph;
import org.commonmark.node.ThematicBreak;
import org.commonmark.parser.Parser;

/// A message's Markdown as rows of a terminal.
///
/// Differences from a document, because it is a chat: a line break in the source is a line break on
/// the screen; raw HTML is shown as it was typed; a link whose words hide its address shows the
/// address too; headings are bold lines. Nesting beyond [#DEPTH_MAX] is drawn flat, so that a
/// hostile message cannot exhaust the stack.
public final class MarkdownDrawing {
  static final int DEPTH_MAX = 12;
  private static final int OPEN_BLOCKS_MAX = 32;

  /// The parser nests as deep as there are marks, and walks them recursively. A text with more of
  /// them is no prose: it is shown as it was typed.
  static final int MARKS_MAX = 1_000;

  private static final Parser PARSER =
      Parser.builder()
          .extensions(List.of(StrikethroughExtension.create()))
          .maxOpenBlockParsers(OPEN_BLOCKS_MAX)
          .build();

  private final Set<String> mentions;

  private MarkdownDrawing(Set<String> mentions) {
    this.mentions = mentions;
  }

  /// Rows of at most `width` columns. `mentions` are the words (`@ada`) to be highlighted.
  public static List<Line> rows(String markdown, Set<String> mentions, int width) {
    if (markdown.chars().filter(MarkdownDrawing::isMark).count() > MARKS_MAX) {
      return Wrapping.wrap(List.of(Span.plain(markdown)), width);
    }
    List<Line> rows = new MarkdownDrawing(mentions).blocks(PARSER.parse(markdown), width, 0);
    return rows.isEmpty() ? List.of(Line.EMPTY) : rows.stream().map(row -> row.cut(width)).toList();
  }

  /// The words without markup, on one line: for quotes and lists of conversations.
  public static String plain(String markdown) {
    StringBuilder words = new StringBuilder();
    for (Line row : rows(markdown, Set.of(), 10_000)) {
      if (!words.isEmpty()) {
        words.append(' ');
      }
      words.append(row.plain());
    }
    return words.toString().strip();
  }

  private static boolean isMark(int character) {
    return character == '*' || character == '_' || character == '~' || character == '[';
  }

  private List<Line> blocks(Node parent, int width, int depth) {
    List<Line> rows = new ArrayList<>();
    boolean first = true;
    for (Node node = parent.getFirstChild(); node != null; node = node.getNext()) {
      if (!first && !isTight(parent)) {
        rows.add(Line.EMPTY);
      }
      rows.addAll(block(node, width, depth));
      first = false;
    }
    return rows;
  }

  private static boolean isTight(Node parent) {
    Node list = parent instanceof ListItem ? parent.getParent() : parent;
    return list instanceof org.commonmark.node.ListBlock block && block.isTight();
  }

  private List<Line> block(Node node, int width, int depth) {
    if (depth > DEPTH_MAX) {
      return List.of(Line.of("…", Style.FAINT));
    }
    return switch (node) {
      case Paragraph paragraph -> Wrapping.wrap(inline(paragraph, Style.PLAIN), width);
      case Heading heading -> Wrapping.wrap(inline(heading, Style.of(Ink.ACCENT).asBold()), width);
      case BlockQuote quote ->
          indented(blocks(quote, width - 2, depth + 1), Line.of("▏ ", Style.FAINT));
      case FencedCodeBlock code -> code(code.getLiteral(), width);
      case IndentedCodeBlock code -> code(code.getLiteral(), width);
      case HtmlBlock html -> Wrapping.wrap(List.of(Span.plain(html.getLiteral())), width);
      case BulletList list -> list(list, width, depth);
      case OrderedList list -> list(list, width, depth);
      case ThematicBreak _ -> List.of(Line.rule('─', Math.min(width, 24), Style.FAINT));
      case Block other -> blocks(other, width, depth + 1);
      default -> Wrapping.wrap(inline(node, Style.PLAIN), width);
    };
  }

  private List<Span> inline(Node block, Style style) {
    return new InlineDrawing(mentions).spans(block, style);
  }

  private List<Line> list(Block list, int width, int depth) {
    List<Line> rows = new ArrayList<>();
    int number = list instanceof OrderedList ordered ? startOf(ordered) : 0;
    for (Node item = list.getFirstChild(); item != null; item = item.getNext()) {
      String mark = list instanceof OrderedList ? number + ". " : "• ";
      number++;
      List<Line> content = blocks(item, width - mark.length(), depth + 1);
      Line first = Line.of(mark, Style.FAINT);
      Line rest = Line.of(" ".repeat(mark.length()), Style.PLAIN);
      for (int i = 0; i < content.size(); i++) {
        rows.add((i == 0 ? first : rest).plus(content.get(i)));
      }
      if (!isTight(list) && item.getNext() != null) {
        rows.add(Line.EMPTY);
      }
    }
    return rows;
  }

  private static int startOf(OrderedList list) {
    Integer start = list.getMarkerStartNumber();
    return start == null ? 1 : start;
  }

  private static List<Line> code(String literal, int width) {
    Style style = Style.of(Ink.CODE);
    List<Line> rows = new ArrayList<>();
    for (String source : literal.stripTrailing().split("\n", -1)) {
      String rest = source;
      do {
        String part = Line.prefix(rest, Math.max(4, width - 2));
        rows.add(Line.of("▎ ", Style.FAINT).plus(new Span(part, style)));
        rest = part.isEmpty() ? "" : rest.substring(part.length());
      } while (!rest.isEmpty());
    }
    return rows;
  }

  private static List<Line> indented(List<Line> rows, Line indent) {
    return rows.stream().map(indent::plus).toList();
  }
}
