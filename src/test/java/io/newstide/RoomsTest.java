package io.newstide;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;

/** The house: one room a package, imports run downwards only. */
@AnalyzeClasses(packages = "io.newstide", importOptions = ImportOption.DoNotIncludeTests.class)
final class RoomsTest {

  @ArchTest
  static final ArchRule IMPORTS_RUN_DOWNWARDS =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("cli")
          .definedBy("io.newstide.cli..")
          .layer("bench")
          .definedBy("io.newstide.bench..")
          .layer("report")
          .definedBy("io.newstide.report..")
          .layer("local")
          .definedBy("io.newstide.local..")
          .layer("dashboard")
          .definedBy("io.newstide.dashboard..")
          .layer("job")
          .definedBy("io.newstide.job..")
          .layer("kafka")
          .definedBy("io.newstide.kafka..")
          .layer("notify")
          .definedBy("io.newstide.notify..")
          .layer("feed")
          .definedBy("io.newstide.feed..")
          .layer("trend")
          .definedBy("io.newstide.trend..")
          .layer("window")
          .definedBy("io.newstide.window..")
          .layer("topic")
          .definedBy("io.newstide.topic..")
          .layer("language")
          .definedBy("io.newstide.language..")
          .layer("duplicate")
          .definedBy("io.newstide.duplicate..")
          .layer("article")
          .definedBy("io.newstide.article..")
          .whereLayer("cli")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("bench")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("report")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("local")
          .mayOnlyBeAccessedByLayers("cli", "bench", "report")
          .whereLayer("dashboard")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("job")
          .mayOnlyBeAccessedByLayers("cli", "bench", "report", "local")
          .whereLayer("kafka")
          .mayOnlyBeAccessedByLayers("cli", "bench", "report", "local", "dashboard", "job")
          .whereLayer("notify")
          .mayOnlyBeAccessedByLayers("cli", "kafka")
          .whereLayer("feed")
          .mayOnlyBeAccessedByLayers("cli", "bench", "report", "local", "job", "kafka")
          .whereLayer("trend")
          .mayOnlyBeAccessedByLayers(
              "cli", "report", "local", "dashboard", "job", "kafka", "notify")
          .whereLayer("window")
          .mayOnlyBeAccessedByLayers(
              "cli", "report", "local", "dashboard", "job", "kafka", "notify", "trend")
          .whereLayer("topic")
          .mayOnlyBeAccessedByLayers("cli", "bench", "report", "local", "dashboard", "job", "kafka")
          .whereLayer("duplicate")
          .mayOnlyBeAccessedByLayers("cli", "bench", "local", "job")
          .whereLayer("language")
          .mayOnlyBeAccessedByLayers(
              "cli", "bench", "report", "local", "dashboard", "job", "kafka", "topic");

  @ArchTest
  static final ArchRule UNDERSTANDING_AND_WINDOWS_ARE_PLAIN_JAVA =
      ArchRuleDefinition.noClasses()
          .that()
          .resideInAnyPackage(
              "io.newstide.article..",
              "io.newstide.language..",
              "io.newstide.topic..",
              "io.newstide.duplicate..",
              "io.newstide.window..",
              "io.newstide.trend..",
              "io.newstide.notify..",
              "io.newstide.feed..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.flink..", "org.apache.kafka..", "kafka..");

  @ArchTest
  static final ArchRule THE_JOB_JAR_NEEDS_NOTHING_THAT_IT_LEAVES_OUT =
      ArchRuleDefinition.noClasses()
          .that()
          .resideInAnyPackage("io.newstide.job..", "io.newstide.kafka..", "io.newstide.feed..")
          .and()
          .resideOutsideOfPackage("io.newstide.feed.web..")
          .and()
          .haveNameNotMatching("io\\.newstide\\.kafka\\.KafkaAlertLogs.*")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "picocli..",
              "kafka..",
              "me.tongfei..",
              "org.apache.kafka.server..",
              "io.newstide.feed.web..",
              "io.newstide.notify..",
              "jakarta.mail..",
              "com.samskivert..",
              "org.eclipse.jetty..",
              "com.rometools..",
              "org.jdom2..",
              "org.jsoup..");

  @ArchTest
  static final ArchRule OPERATORS_STAY_INSIDE =
      ArchRuleDefinition.classes()
          .that()
          .areAssignableTo("org.apache.flink.api.common.functions.Function")
          .or()
          .areAssignableTo("org.apache.flink.streaming.api.operators.StreamOperator")
          .should()
          .bePackagePrivate()
          .orShould()
          .bePrivate();
}
