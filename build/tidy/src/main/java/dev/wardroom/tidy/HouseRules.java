package dev.wardroom.tidy;

import dev.wardroom.tidy.docs.ConfigurationRules;
import dev.wardroom.tidy.docs.DependencyRules;
import dev.wardroom.tidy.docs.DoctorRules;
import dev.wardroom.tidy.docs.LinkRules;
import dev.wardroom.tidy.docs.MetricRules;
import dev.wardroom.tidy.docs.PathRules;
import dev.wardroom.tidy.docs.ScriptRules;
import dev.wardroom.tidy.java.CommentRules;
import dev.wardroom.tidy.java.NameRules;
import dev.wardroom.tidy.java.RoomRules;
import dev.wardroom.tidy.java.SizeRules;
import dev.wardroom.tidy.schema.SchemaComments;
import java.util.LinkedHashMap;
import java.util.Map;

/// The list of all rules, by the sentence that a failing test shows.
public final class HouseRules {
  private HouseRules() {}

  /// Every rule, in the order in which they are run.
  public static Map<String, Rule> all() {
    Map<String, Rule> rules = new LinkedHashMap<>();
    rules.put("a file has at most 500 lines", SizeRules::files);
    rules.put("a method has at most 70 lines", SizeRules::methods);
    rules.put("a package has at most 15 files", SizeRules::packages);
    rules.put("a class name says what the class is", NameRules::classes);
    rules.put("a method name says what the method does", NameRules::methods);
    rules.put("java.sql stays in stores", RoomRules::sql);
    rules.put("protocol code never reads the wall clock", RoomRules::clocks);
    rules.put("every package explains itself and is null-marked", RoomRules::packages);
    rules.put("no open note without an issue number", CommentRules::openNotes);
    rules.put("no mocking library", CommentRules::mocking);
    rules.put("links between documents resolve", LinkRules::resolve);
    rules.put("every dependency is explained", DependencyRules::explained);
    rules.put("the server is built without secret code", DependencyRules::serverWithoutSecrets);
    rules.put("every configuration key is documented", ConfigurationRules::documented);
    rules.put("every metric is documented", MetricRules::documented);
    rules.put("every finding of the doctor is explained", DoctorRules::explained);
    rules.put("no file knows the machine it was written on", PathRules::machines);
    rules.put("scripts stop at the first error", ScriptRules::strict);
    rules.put("changelog entries are one sentence of a known kind", ScriptRules::changelog);
    rules.put("every method of the schema has a comment", SchemaComments::methods);
    return rules;
  }
}
