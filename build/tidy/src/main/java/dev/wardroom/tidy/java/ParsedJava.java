package dev.wardroom.tidy.java;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.Trees;
import dev.wardroom.tidy.SourceFile;
import dev.wardroom.tidy.SourceTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/// A Java file with its syntax tree.
public record ParsedJava(SourceFile file, CompilationUnitTree unit, SourcePositions positions) {
  /// Parses the Java files of the tree that `which` chooses. Nothing is resolved or compiled.
  public static List<ParsedJava> of(SourceTree tree, Predicate<SourceFile> which) {
    Map<URI, SourceFile> files = new HashMap<>();
    List<Text> texts = new ArrayList<>();
    for (SourceFile file : tree.files(f -> f.path().endsWith(".java") && which.test(f))) {
      Text text = new Text(file);
      texts.add(text);
      files.put(text.toUri(), file);
    }
    if (texts.isEmpty()) {
      return List.of();
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    JavacTask task =
        (JavacTask) compiler.getTask(null, null, ignored -> {}, List.of("-proc:none"), null, texts);
    SourcePositions positions = Trees.instance(task).getSourcePositions();
    List<ParsedJava> parsed = new ArrayList<>();
    try {
      for (CompilationUnitTree unit : task.parse()) {
        parsed.add(
            new ParsedJava(
                Objects.requireNonNull(files.get(unit.getSourceFile().toUri())), unit, positions));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return parsed;
  }

  /// The first line of a part of this file, from 1.
  public long firstLine(Tree part) {
    return unit.getLineMap().getLineNumber(positions.getStartPosition(unit, part));
  }

  /// The last line of a part of this file, from 1.
  public long lastLine(Tree part) {
    return unit.getLineMap().getLineNumber(positions.getEndPosition(unit, part));
  }

  /// The package's full name; empty for the unnamed one.
  public String packageName() {
    return unit.getPackageName() == null ? "" : unit.getPackageName().toString();
  }

  private static final class Text extends SimpleJavaFileObject {
    private final SourceFile file;

    Text(SourceFile file) {
      super(URI.create("tree:///" + file.path()), JavaFileObject.Kind.SOURCE);
      this.file = file;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return file.text();
    }

    @Override
    public boolean isNameCompatible(String simpleName, Kind kind) {
      return true;
    }
  }
}
