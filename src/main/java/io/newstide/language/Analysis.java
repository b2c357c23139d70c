package io.newstide.language;

import java.util.List;

/**
 * What one pass over an article found. Lists are ordered by count or weight descending, then by
 * code point.
 *
 * @param passages the parts of the article that were not empty, title first
 * @param mentions where names stand, in text order, bylines included
 * @param keywords what the article is about, at most as many as the settings say
 * @param people the people in the news, reporters not among them
 * @param places the places
 * @param organisations the organisations
 * @param author the reporter: as the source gave it, else as the byline has it, else empty
 */
public record Analysis(
    List<Passage> passages,
    List<Mention> mentions,
    List<Keyword> keywords,
    List<Person> people,
    List<Name> places,
    List<Name> organisations,
    String author) {

  public Analysis {
    passages = List.copyOf(passages);
    mentions = List.copyOf(mentions);
    keywords = List.copyOf(keywords);
    people = List.copyOf(people);
    places = List.copyOf(places);
    organisations = List.copyOf(organisations);
  }
}
