package io.newstide.files;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.Set;
import java.util.TreeSet;
import org.apache.flink.configuration.ConfigOption;

/** The names of Flink's options, asked of Flink itself. */
final class FlinkOptions {

  private FlinkOptions() {}

  /** All that Flink's classes on the class path declare, without the names they had before. */
  static Set<String> known() throws ReflectiveOperationException {
    Set<String> known = new TreeSet<>();
    for (JavaClass one :
        new ClassFileImporter()
            .importPackages("org.apache.flink.configuration", "org.apache.flink.changelog.fs")) {
      for (JavaField field : one.getFields()) {
        if (field.getRawType().isEquivalentTo(ConfigOption.class)
            && field
                .getModifiers()
                .contains(com.tngtech.archunit.core.domain.JavaModifier.STATIC)) {
          var reflected = Class.forName(one.getName()).getDeclaredField(field.getName());
          reflected.setAccessible(true);
          known.add(((ConfigOption<?>) reflected.get(null)).key());
        }
      }
    }
    return known;
  }
}
