package io.newstide.topic;

import io.newstide.language.Field;
import io.newstide.language.names.NameType;
import io.newstide.language.words.Normaliser;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.lucene.queryparser.classic.ParseException;
import org.apache.lucene.queryparser.classic.QueryParser;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;

/**
 * A topic's query: Lucene's classic syntax, read by Lucene's own parser, over an article's text and
 * names. Words and phrases are looked for in the text itself, whatever the segmentation; a phrase
 * with a distance ({@code "水位 监测"~3}) counts words as they were segmented. What needs an index of
 * terms (wildcards, fuzzy words, ranges, regular expressions) is refused. Immutable.
 *
 * <p>The fields are {@code title}, {@code body}, {@code person}, {@code place} and {@code
 * organisation}; without one, text is looked for in the headline (kicker and subtitle included) and
 * the body.
 */
final class TopicQuery {

  private static final Set<Field> HEADLINE = EnumSet.of(Field.TITLE, Field.KICKER, Field.SUBTITLE);
  private static final Set<Field> ANYWHERE = EnumSet.allOf(Field.class);
  private static final String FIELDS = "title, body, person, place, organisation";
  private static final Pattern PLACE_OF_ERROR =
      Pattern.compile("line (\\d+), column (\\d+)", Pattern.CASE_INSENSITIVE);
  private static final Pattern CHINESE_SYNTAX = Pattern.compile("[“”（）：＾～]");

  /** The most characters of a query. */
  static final int MOST_CHARACTERS = 65_536;

  /** The most words, phrases and names of a query. */
  static final int MOST_CLAUSES = 1_024;

  /** The most groups within groups. */
  static final int DEEPEST = 20;

  /** The greatest weight, and the greatest product of weights around a clause. */
  static final int GREATEST_WEIGHT = 1_000;

  /** The greatest distance of a phrase, in words. */
  static final int GREATEST_DISTANCE = 100;

  /** The most words of a phrase with a distance. */
  static final int MOST_WORDS_APART = 10;

  private TopicQuery() {}

  /**
   * Reads a query. What is read has bounds, so that no query can take the job's time: {@value
   * #MOST_CHARACTERS} characters, {@value #MOST_CLAUSES} clauses, {@value #DEEPEST} groups within
   * groups.
   *
   * @throws TopicQueryException if it is no query, asks for what is not offered, or could match any
   *     article that lacks a word
   */
  static Clause parse(String given) throws TopicQueryException {
    // Lucene's parser counts the columns of each line anew.
    String query = given.replace('\n', ' ').replace('\r', ' ');
    if (query.isBlank()) {
      throw new TopicQueryException("the query is empty", 1);
    }
    if (query.length() > MOST_CHARACTERS) {
      throw new TopicQueryException(
          "it has %,d characters, a query has at most %,d; make several topics of it"
              .formatted(query.length(), MOST_CHARACTERS),
          MOST_CHARACTERS + 1);
    }
    checkDepth(query);
    Matcher chinese = CHINESE_SYNTAX.matcher(query);
    if (chinese.find()) {
      String right =
          switch (chinese.group()) {
            case "“", "”" -> "\"";
            case "（" -> "(";
            case "）" -> ")";
            case "：" -> ":";
            case "＾" -> "^";
            default -> "~";
          };
      throw new TopicQueryException(
          "'%s' is no sign of a query; write %s".formatted(chinese.group(), right),
          chinese.start() + 1);
    }
    try {
      Clause clause = clause(new Parser(query).parse(query), 1, query);
      if (clause instanceof Clause.Group group && !positive(group)) {
        throw new TopicQueryException("it only says what must not be there; add what must be", 1);
      }
      return clause;
    } catch (Refused e) {
      throw new TopicQueryException(e.getMessage(), Math.max(0, query.indexOf(e.text)) + 1);
    } catch (ParseException e) {
      throw new TopicQueryException(explain(e, query), column(e, query));
    } catch (IllegalArgumentException e) {
      // Lucene's word for a weight that is no finite number.
      throw tooHeavy(query);
    }
  }

  /** Before Lucene's parser reads it, which calls itself for every group. */
  private static void checkDepth(String query) throws TopicQueryException {
    int depth = 0;
    boolean quoted = false;
    for (int i = 0; i < query.length(); i++) {
      switch (query.charAt(i)) {
        case '\\' -> i++;
        case '"' -> quoted = !quoted;
        case '(' -> depth += quoted ? 0 : 1;
        case ')' -> depth -= quoted ? 0 : 1;
        default -> {
          continue;
        }
      }
      if (depth > DEEPEST) {
        throw new TopicQueryException(
            "more than %d groups stand within one another; take away needless ( )"
                .formatted(DEEPEST),
            i + 1);
      }
    }
  }

  private static boolean positive(Clause clause) {
    return !(clause instanceof Clause.Group group)
        || (group.must().isEmpty() ? any(group.should()) : all(group.must()));
  }

  private static boolean any(List<Clause> clauses) {
    return clauses.stream().anyMatch(TopicQuery::positive);
  }

  private static boolean all(List<Clause> clauses) {
    return clauses.stream().allMatch(TopicQuery::positive);
  }

  private static Clause clause(Query query, double weight, String written)
      throws TopicQueryException {
    if (query instanceof BoostQuery boost) {
      if (boost.getBoost() <= 0) {
        throw new TopicQueryException(
            "a weight is above 0, found ^" + boost.getBoost(),
            Math.max(0, written.indexOf('^')) + 1);
      }
      if (weight * boost.getBoost() > GREATEST_WEIGHT) {
        throw tooHeavy(written);
      }
      return clause(boost.getQuery(), weight * boost.getBoost(), written);
    }
    if (query instanceof BooleanQuery group) {
      List<Clause> must = new ArrayList<>();
      List<Clause> should = new ArrayList<>();
      List<Clause> mustNot = new ArrayList<>();
      for (BooleanClause part : group.clauses()) {
        List<Clause> side =
            switch (part.getOccur()) {
              case MUST, FILTER -> must;
              case SHOULD -> should;
              case MUST_NOT -> mustNot;
            };
        side.add(clause(part.getQuery(), weight, written));
      }
      return new Clause.Group(must, should, mustNot);
    }
    if (query instanceof Leaf leaf) {
      return leaf.weighing(weight);
    }
    throw new TopicQueryException("a part of it matches nothing or everything", 1);
  }

  private static int column(ParseException e, String query) {
    if (quotationIsOpen(query)) {
      return query.lastIndexOf('"') + 1;
    }
    Matcher place = PLACE_OF_ERROR.matcher(e.getMessage());
    if (!place.find()) {
      return 1;
    }
    // Lucene counts columns from 0, and says where the first wrong token is.
    return Math.min(query.length(), Integer.parseInt(place.group(2))) + 1;
  }

  private static boolean quotationIsOpen(String query) {
    return query.replace("\\\"", "").chars().filter(c -> c == '"').count() % 2 == 1;
  }

  private static String explain(ParseException e, String query) {
    if (e.getCause() instanceof IndexSearcher.TooManyClauses) {
      return tooMany();
    }
    if (quotationIsOpen(query)) {
      return "the quotation mark is open to the end; close it with \"";
    }
    int column = column(e, query);
    if (column > query.length()) {
      return "it breaks off at the end: a word or a closing ) is missing";
    }
    return "'%s' cannot stand here; write words, \"phrases\", AND, OR, NOT, ( ), ^weight, ~distance, and put a \\ before signs that are meant as text"
        .formatted(query.substring(column - 1, Math.min(query.length(), column + 7)));
  }

  private static TopicQueryException tooHeavy(String query) {
    return new TopicQueryException(
        "a weight is at most %,d, those around it multiplied with it".formatted(GREATEST_WEIGHT),
        Math.max(0, query.indexOf('^')) + 1);
  }

  private static String tooMany() {
    return "it has more than %,d clauses; make several topics of it".formatted(MOST_CLAUSES);
  }

  /** What Lucene's parser is refused. */
  private static final class Refused extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String text;

    Refused(String text, String why) {
      super(why);
      this.text = text;
    }
  }

  /** Lucene's parser, making leaves of our own. */
  private static final class Parser extends QueryParser {

    private final String written;
    private int leaves;

    Parser(String written) {
      super("", null);
      this.written = written;
      setDefaultOperator(Operator.OR);
      setSplitOnWhitespace(true);
    }

    @Override
    protected Query getFieldQuery(String field, String text, boolean quoted) {
      if (!quoted && List.of("and", "or", "not").contains(text)) {
        throw new Refused(
            text,
            "'%s' is a word here; write %s in capitals, or \"%s\" if the word is meant"
                .formatted(text, text.toUpperCase(Locale.ROOT), text));
      }
      return leaf(field, text, quoted ? -1 : -2);
    }

    @Override
    protected Query getFieldQuery(String field, String text, int slop) {
      return leaf(field, text, slop == 0 ? -1 : slop);
    }

    private Query leaf(String field, String text, int slop) {
      if (DenseText.of(text).isEmpty()) {
        throw new Refused(text, "a word is missing");
      }
      if (++leaves > MOST_CLAUSES) {
        throw new Refused(text, tooMany());
      }
      if (slop > GREATEST_DISTANCE) {
        throw new Refused(
            "~" + slop,
            "a distance is at most %d words, found ~%d".formatted(GREATEST_DISTANCE, slop));
      }
      if (slop > 0 && text.strip().split("\\s+").length > MOST_WORDS_APART) {
        throw new Refused(
            text, "a phrase with a distance has at most %d words".formatted(MOST_WORDS_APART));
      }
      return switch (field) {
        case "" -> new Leaf("", text, slop, ANYWHERE, null);
        case "title" -> new Leaf("title:", text, slop, HEADLINE, null);
        case "body" -> new Leaf("body:", text, slop, EnumSet.of(Field.BODY), null);
        case "person" -> new Leaf("person:", text, slop, Set.of(), NameType.PERSON);
        case "place" -> new Leaf("place:", text, slop, Set.of(), NameType.PLACE);
        case "organisation" ->
            new Leaf("organisation:", text, slop, Set.of(), NameType.ORGANISATION);
        default ->
            throw new Refused(
                field + ":",
                "there is no field '%s'; there are %s (a : that is meant as text needs a \\ before it)"
                    .formatted(field, FIELDS));
      };
    }

    @Override
    protected Query getWildcardQuery(String field, String text) {
      throw new Refused(
          text, "'%s': * and ? are not offered; words match the text itself".formatted(text));
    }

    @Override
    protected Query getPrefixQuery(String field, String text) {
      throw new Refused(
          text, "'%s*': * is not offered; words match the text itself".formatted(text));
    }

    @Override
    protected Query getFuzzyQuery(String field, String text, float similarity) {
      throw new Refused(
          text + "~",
          "'%s~' (similar words) is not offered; ~ gives the distance of a phrase, as in \"水位 监测\"~3"
              .formatted(text));
    }

    @Override
    protected Query getRegexpQuery(String field, String text) {
      throw new Refused(
          "/" + text,
          "'/%s/': regular expressions are not offered; list the words".formatted(text));
    }

    @Override
    protected Query getRangeQuery(
        String field, String from, String to, boolean fromIncluded, boolean toIncluded) {
      int bracket = Math.max(written.indexOf('['), written.indexOf('{'));
      throw new Refused(
          bracket < 0 ? "" : written.substring(bracket),
          "'[%s TO %s]': ranges are not offered".formatted(from, to));
    }
  }

  /** A leaf on its way through Lucene's parser. */
  private static final class Leaf extends Query {

    private final String prefix;
    private final String text;
    private final int slop;
    private final Set<Field> fields;
    private final NameType type;

    /** The slop is -2 for a bare word and -1 for a phrase as it stands. */
    Leaf(String prefix, String text, int slop, Set<Field> fields, NameType type) {
      this.prefix = prefix;
      this.text = text;
      this.slop = slop;
      this.fields = fields;
      this.type = type;
    }

    Clause weighing(double weight) {
      String dense = DenseText.of(text);
      String label =
          prefix + (slop == -2 ? text : "\"" + text + "\"" + (slop > 0 ? "~" + slop : ""));
      if (type != null) {
        return new Clause.Named(type, Normaliser.normalise(text).strip(), weight, label);
      }
      List<String> words = List.of(Normaliser.normalise(text).strip().split("\\s+"));
      return slop > 0 && words.size() > 1
          ? new Clause.Near(words.stream().map(DenseText::of).toList(), slop, fields, weight, label)
          : new Clause.Literal(dense, fields, weight, label);
    }

    @Override
    public String toString(String field) {
      return prefix + text;
    }

    @Override
    public void visit(QueryVisitor visitor) {
      visitor.visitLeaf(this);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Leaf leaf
          && prefix.equals(leaf.prefix)
          && text.equals(leaf.text)
          && slop == leaf.slop;
    }

    @Override
    public int hashCode() {
      return Objects.hash(prefix, text, slop);
    }
  }
}
