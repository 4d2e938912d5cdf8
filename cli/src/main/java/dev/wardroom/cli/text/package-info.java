/// Styled text on a terminal: runs of text with a meaning, lines of exact width, wrapping,
/// Markdown, colours.
///
/// Reading order: [dev.wardroom.cli.text.Style] and [dev.wardroom.cli.text.Span] (a run of text in
/// a style) → [dev.wardroom.cli.text.Line] (what fits between two columns) →
/// [dev.wardroom.cli.text.Wrapping] → [dev.wardroom.cli.text.MarkdownDrawing]. Styles are named by
/// meaning ([dev.wardroom.cli.text.Ink]); only [dev.wardroom.cli.text.Palette] knows colours and
/// only [dev.wardroom.cli.text.Ansi] knows escape sequences.
///
/// All classes are immutable, and pure: they read no clock and no terminal. Text from others is
/// made safe ([dev.wardroom.cli.text.SafeText]) by whoever takes it from the engine, before it
/// becomes a span.
@NullMarked
package dev.wardroom.cli.text;

import org.jspecify.annotations.NullMarked;
