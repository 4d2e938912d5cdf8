package dev.wardroom.server.kernel.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Declares a configuration key on a record component.
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface Setting {
  /// The key inside its section, in lower case with dashes.
  String key();

  /// The value when nobody sets one; empty for an optional that is absent.
  String fallback() default "";

  /// What it is for, in one or two sentences for an administrator.
  String doc();
}
