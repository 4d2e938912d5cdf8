package dev.wardroom.tidy.docs;

import dev.wardroom.tidy.SourceFile;
import dev.wardroom.tidy.SourceTree;
import dev.wardroom.tidy.Violation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Links between documents lead to a file, and to a heading where they name one.
public final class LinkRules {
  private static final Pattern LINK = Pattern.compile("\\]\\(<?([^)\\s>]+)>?(?: \"[^\"]*\")?\\)");
  private static final Pattern PICTURE = Pattern.compile("(?:src|srcset|href)=\"([^\"]+)\"");
  private static final Pattern HEADING = Pattern.compile("^#{1,6} +(.*?)\\s*#*$");
  private static final Pattern ANCHOR = Pattern.compile("<a (?:id|name)=\"([^\"]+)\"");

  private LinkRules() {}

  /// Every relative link of every Markdown file resolves inside the tree.
  public static List<Violation> resolve(SourceTree tree) {
    Set<String> paths = new HashSet<>();
    for (SourceFile file : tree.files()) {
      paths.add(file.path());
      for (String folder = file.folder(); !folder.isEmpty(); folder = parent(folder)) {
        paths.add(folder);
      }
    }
    List<Violation> violations = new ArrayList<>();
    for (SourceFile file : tree.files(f -> f.path().endsWith(".md"))) {
      checkFile(tree, paths, file, violations);
    }
    return violations;
  }

  private static void checkFile(
      SourceTree tree, Set<String> paths, SourceFile file, List<Violation> violations) {
    boolean code = false;
    List<String> lines = file.lines();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.strip().startsWith("```")) {
        code = !code;
      }
      if (!code) {
        for (String link : links(line.replaceAll("`[^`]*`", ""))) {
          if (!resolves(tree, paths, file, link)) {
            violations.add(new Violation(file.at(i + 1L), "link leads nowhere: " + link));
          }
        }
      }
    }
  }

  private static List<String> links(String line) {
    List<String> found = new ArrayList<>();
    for (Pattern pattern : List.of(LINK, PICTURE)) {
      Matcher matcher = pattern.matcher(line);
      while (matcher.find()) {
        found.add(matcher.group(1));
      }
    }
    return found;
  }

  private static boolean resolves(
      SourceTree tree, Set<String> paths, SourceFile from, String link) {
    if (link.matches("[a-z]+:.*")) {
      return true;
    }
    int hash = link.indexOf('#');
    String target = hash < 0 ? link : link.substring(0, hash);
    String path =
        target.isEmpty()
            ? from.path()
            : Path.of(from.folder()).resolve(target).normalize().toString().replace('\\', '/');
    if (!paths.contains(path)) {
      return false;
    }
    if (hash < 0 || !path.endsWith(".md")) {
      return true;
    }
    return tree.file(path)
        .map(LinkRules::anchors)
        .orElse(Set.of())
        .contains(link.substring(hash + 1));
  }

  /// The anchors of a document as code hosts make them: lower case, blanks to hyphens, no marks.
  private static Set<String> anchors(SourceFile file) {
    Set<String> anchors = new HashSet<>();
    for (String line : file.lines()) {
      Matcher heading = HEADING.matcher(line);
      if (heading.matches()) {
        String text = heading.group(1).replaceAll("\\[([^\\]]*)\\]\\([^)]*\\)", "$1");
        String slug =
            text.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}_ -]", "").replace(' ', '-');
        String unique = slug;
        for (int n = 1; !anchors.add(unique); n++) {
          unique = slug + "-" + n;
        }
      }
      Matcher anchor = ANCHOR.matcher(line);
      while (anchor.find()) {
        anchors.add(anchor.group(1));
      }
    }
    return anchors;
  }

  private static String parent(String folder) {
    return folder.contains("/") ? folder.substring(0, folder.lastIndexOf('/')) : "";
  }
}
