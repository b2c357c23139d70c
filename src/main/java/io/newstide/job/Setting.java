package io.newstide.job;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Defines a setting of the job file in one line: what it means, its default, what else it may be.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
@interface Setting {

  /** What it is called in the job file, where Java does not allow that name; else its own. */
  String name() default "";

  /** What it means, in a sentence. */
  String doc();

  /** Its default as it would be written; empty for none. */
  String or() default "";

  /** Whether it must be given. */
  boolean required() default false;

  /** The words that are allowed; empty for any. */
  String[] oneOf() default {};

  /** The smallest number allowed. */
  double min() default Double.NEGATIVE_INFINITY;

  /** The greatest number allowed. */
  double max() default Double.POSITIVE_INFINITY;

  /** For a number: whether {@link #min} itself is refused. */
  boolean above() default false;
}
