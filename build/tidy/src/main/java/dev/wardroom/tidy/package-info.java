/// The house rules as code: what a machine can check is checked here, so that reviews are for
/// meaning.
///
/// A [dev.wardroom.tidy.Rule] reads a [dev.wardroom.tidy.SourceTree] (the project's own files, or a
/// handful of made-up ones in a rule's own test) and answers with what breaks it. Rules neither
/// write nor look outside the tree. Which room may import which is in `RoomsTest`, on compiled
/// classes.
///
/// ```
/// tidy          tree, rule, violation
/// tidy.java     sizes, names, packages, clocks, SQL, comments: on parsed Java
/// tidy.docs     links, dependencies, configuration, scripts, changelog: on text
/// tidy.schema   comments of the schema, and its compatibility with released versions
/// ```
///
/// Everything here is immutable and used by one thread.
@NullMarked
package dev.wardroom.tidy;

import org.jspecify.annotations.NullMarked;
