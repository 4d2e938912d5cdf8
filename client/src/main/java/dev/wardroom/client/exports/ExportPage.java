package dev.wardroom.client.exports;

import dev.wardroom.client.view.ConversationView;
import dev.wardroom.client.view.MessageView;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Optional;

/// The readable page of an export: no script, nothing loaded from elsewhere, every text escaped.
final class ExportPage {

  static final String FOOT = "</main></body></html>\n";

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
          .withZone(ZoneId.systemDefault());

  private ExportPage() {}

  static String head(String username) {
    return """
    <!doctype html>
    <html lang="en"><head><meta charset="utf-8">
    <meta name="viewport" content="width=device-width">
    <meta name="color-scheme" content="light dark">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
    <title>Wardroom export of %s</title>
    <style>
    body { font: 1rem/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 46rem; padding: 1rem; }
    h2 { border-bottom: 1px solid; margin-top: 3rem; }
    article { margin: 0.8rem 0; }
    .meta { font-size: 0.85rem; opacity: 0.75; }
    .text { white-space: pre-wrap; overflow-wrap: anywhere; }
    blockquote { border-left: 3px solid; margin: 0.2rem 0; opacity: 0.75; padding-left: 0.6rem; }
    </style></head><body><main><h1>Messages of %s</h1>
    """
        .formatted(escaped(username), escaped(username));
  }

  static String conversation(ConversationView view) {
    return "<h2>"
        + escaped(view.title())
        + "</h2><p class=\"meta\">"
        + escaped(
            String.join(
                ", ", view.members().stream().map(each -> each.person().shownName()).toList()))
        + "</p>\n";
  }

  static String message(MessageView message, Optional<String> file) {
    StringBuilder html =
        new StringBuilder("<article><div class=\"meta\"><strong>")
            .append(escaped(message.from().shownName()))
            .append("</strong> ")
            .append(escaped(TIME.format(message.acceptedAt().orElse(message.sentAt()))))
            .append(message.editedAt().isPresent() ? " · edited" : "")
            .append(message.recalled() ? " · recalled" : "")
            .append("</div>");
    message
        .replyTo()
        .ifPresent(quote ->
            html.append("<blockquote>").append(escaped(quote.text())).append("</blockquote>"));
    html.append("<div class=\"text\">").append(escaped(message.text())).append("</div>");
    file.ifPresent(path ->
        html.append("<p><a href=\"")
            .append(escaped(path))
            .append("\">")
            .append(escaped(message.file().orElseThrow().name()))
            .append("</a></p>"));
    message
        .location()
        .ifPresent(place ->
            html.append("<p>")
                .append(place.latitude())
                .append(", ")
                .append(place.longitude())
                .append("</p>"));
    message
        .reactions()
        .forEach(each ->
            html.append("<span>")
                .append(escaped(each.emoji()))
                .append(' ')
                .append(each.by().size())
                .append("</span> "));
    return html.append("</article>\n").toString();
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
