package io.newstide.job;

import io.newstide.article.Article;
import io.newstide.language.Keyword;
import io.newstide.language.Name;
import io.newstide.language.Person;
import io.newstide.language.Provinces;
import io.newstide.topic.Enriched;
import io.newstide.topic.TopicMatch;
import io.newstide.window.CountedArticle;
import io.newstide.window.Delay;
import io.newstide.window.NamedEntity;
import io.newstide.window.Observation;
import io.newstide.window.Subject;
import io.newstide.window.SubjectKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** Which subjects an article counts for, and how. */
final class Observations {

  private Observations() {}

  /** Gives each subject of an article, the total among them, and what to count for it. */
  static void of(Enriched enriched, BiConsumer<Subject, Observation> each) {
    Article article = enriched.article();
    CountedArticle counted =
        new CountedArticle(
            article.id(),
            enriched.storyId(),
            article.title(),
            article.source(),
            article.publishedAt().toEpochMilli(),
            article.url(),
            enriched.analysis().keywords().stream().map(Keyword::term).distinct().toList(),
            entities(enriched),
            Delay.of(
                article.source(), Duration.between(article.publishedAt(), article.arrivedAt())));
    each.accept(Subject.TOTAL, Observation.withoutEvidence(counted, false));
    String title = article.title();
    Map<Subject, Double> strengths = new LinkedHashMap<>();
    for (Keyword keyword : enriched.analysis().keywords()) {
      strengths.putIfAbsent(new Subject(SubjectKind.KEYWORD, keyword.term()), keyword.weight());
    }
    for (Person person : enriched.analysis().people()) {
      strengths.putIfAbsent(
          new Subject(SubjectKind.PERSON, person.name()), (double) person.count());
    }
    for (Name place : enriched.analysis().places()) {
      strengths.putIfAbsent(new Subject(SubjectKind.PLACE, place.name()), (double) place.count());
    }
    for (Name one : enriched.analysis().organisations()) {
      strengths.putIfAbsent(
          new Subject(SubjectKind.ORGANISATION, one.name()), (double) one.count());
    }
    strengths.forEach(
        (subject, strength) ->
            each.accept(subject, new Observation(counted, strength, title.contains(subject.id()))));
    for (TopicMatch topic : enriched.topics()) {
      Observation observation = new Observation(counted, topic.score(), topic.inTitle());
      each.accept(new Subject(SubjectKind.TOPIC, topic.id()), observation);
      enriched.analysis().places().stream()
          .map(Name::name)
          .distinct()
          .forEach(place -> each.accept(Subject.topicAt(topic.id(), place), observation));
      enriched.analysis().places().stream()
          .flatMap(place -> Provinces.of(place.name()).stream())
          .distinct()
          .forEach(province -> each.accept(Subject.topicIn(topic.id(), province), observation));
    }
  }

  private static List<NamedEntity> entities(Enriched enriched) {
    List<NamedEntity> entities = new ArrayList<>();
    for (Person person : enriched.analysis().people()) {
      entities.add(new NamedEntity(SubjectKind.PERSON, person.name()));
    }
    for (Name place : enriched.analysis().places()) {
      entities.add(new NamedEntity(SubjectKind.PLACE, place.name()));
    }
    for (Name organisation : enriched.analysis().organisations()) {
      entities.add(new NamedEntity(SubjectKind.ORGANISATION, organisation.name()));
    }
    return entities.stream().distinct().toList();
  }
}
