package io.newstide.job;

import io.newstide.article.Incoming;
import io.newstide.article.Rejection;
import io.newstide.duplicate.Posting;
import io.newstide.duplicate.SignedArticle;
import io.newstide.duplicate.StoryDecision;
import io.newstide.duplicate.StoryStore;
import io.newstide.kafka.ControlAck;
import io.newstide.kafka.ControlRecord;
import io.newstide.kafka.LookBack;
import io.newstide.kafka.Row;
import io.newstide.topic.Enriched;
import io.newstide.trend.AlertEpisodes;
import io.newstide.trend.AlertEvent;
import io.newstide.trend.EmergingGroup;
import io.newstide.trend.StorySlice;
import io.newstide.trend.SubjectTrack;
import io.newstide.trend.TotalHistory;
import io.newstide.trend.TrendRow;
import io.newstide.trend.WholeStream;
import io.newstide.trend.WindowBoard;
import io.newstide.window.Span;
import io.newstide.window.Subject;
import io.newstide.window.SubjectHistory;
import io.newstide.window.SubjectSlice;
import io.newstide.window.Tally;
import io.newstide.window.WindowCount;
import io.newstide.window.WindowedCount;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/** The types of all that flows through the job or lies in its state. */
final class WireTypes {

  static final TypeInformation<Incoming> INCOMING =
      new WireType<>(Incoming.class, new ArticleCodecs.Incomings());
  static final TypeInformation<Incoming.Accepted> ACCEPTED =
      new WireType<>(Incoming.Accepted.class, new ArticleCodecs.Accepted());
  static final TypeInformation<Rejection> REJECTION =
      new WireType<>(Rejection.class, new ArticleCodecs.Rejections());
  static final TypeInformation<Counted> COUNTED =
      new WireType<>(Counted.class, new ArticleCodecs.Counteds());
  static final TypeInformation<SignedArticle> SIGNED =
      new WireType<>(SignedArticle.class, new StoryCodecs.Signed());
  static final TypeInformation<StoryKey> STORY_KEY =
      new WireType<>(StoryKey.class, new StoryCodecs.Keys());
  static final TypeInformation<Posting> POSTING =
      new WireType<>(Posting.class, new StoryCodecs.Postings());
  static final TypeInformation<StoryStore.First> FIRST =
      new WireType<>(StoryStore.First.class, new StoryCodecs.Firsts());
  static final TypeInformation<StoryStore.Pending> PENDING =
      new WireType<>(StoryStore.Pending.class, new StoryCodecs.Pendings());
  static final TypeInformation<StoryDecision> STORY_DECISION =
      new WireType<>(StoryDecision.class, new StoryCodecs.Decisions());
  static final TypeInformation<Enriched> ENRICHED =
      new WireType<>(Enriched.class, new ArticleCodecs.Enricheds());
  static final TypeInformation<Row> ROW = new WireType<>(Row.class, new ArticleCodecs.Rows());
  static final TypeInformation<Span> SPAN = new WireType<>(Span.class, new WindowCodecs.Spans());
  static final TypeInformation<Subject> SUBJECT =
      new WireType<>(Subject.class, new WindowCodecs.Subjects());
  static final TypeInformation<Tally> TALLY =
      new WireType<>(Tally.class, new WindowCodecs.Tallies());
  static final TypeInformation<SubjectSlice> SUBJECT_SLICE =
      new WireType<>(SubjectSlice.class, new WindowCodecs.SubjectSlices());
  static final TypeInformation<SubjectHistory> HISTORY =
      new WireType<>(SubjectHistory.class, new WindowCodecs.Histories());
  static final TypeInformation<WindowedCount> WINDOWED_COUNT =
      new WireType<>(WindowedCount.class, new WindowCodecs.WindowedCounts());
  static final TypeInformation<WindowKey> WINDOW_KEY =
      new WireType<>(WindowKey.class, new WindowCodecs.WindowKeys());
  static final TypeInformation<WindowCount> WINDOW_COUNT =
      new WireType<>(WindowCount.class, new WindowCodecs.WindowCounts());
  static final TypeInformation<BoardHead> BOARD_HEAD =
      new WireType<>(BoardHead.class, new WindowCodecs.Heads());
  static final TypeInformation<WindowBoard.Written> WRITTEN =
      new WireType<>(WindowBoard.Written.class, new WindowCodecs.Writtens());
  static final TypeInformation<TrendRow> TREND_ROW =
      new WireType<>(TrendRow.class, new WindowCodecs.TrendRows());
  static final TypeInformation<ControlRecord> CONTROL_RECORD =
      new WireType<>(ControlRecord.class, new ControlCodecs.Records());
  static final TypeInformation<ControlAck> CONTROL_ACK =
      new WireType<>(ControlAck.class, new ControlCodecs.Acks());
  static final TypeInformation<Broadcast> BROADCAST =
      new WireType<>(Broadcast.class, new AlertCodecs.Broadcasts());
  static final TypeInformation<StreamArticle> STREAM_ARTICLE =
      new WireType<>(StreamArticle.class, new AlertCodecs.StreamArticles());
  static final TypeInformation<WholeStream.Saved> WHOLE_STREAM =
      new WireType<>(WholeStream.Saved.class, new AlertCodecs.Streams());
  static final TypeInformation<TotalHistory.Saved> TOTAL_HISTORY =
      new WireType<>(TotalHistory.Saved.class, new AlertCodecs.Totals());
  static final TypeInformation<StorySlice> STORY_SLICE =
      new WireType<>(StorySlice.class, new AlertCodecs.EndedSlices());
  static final TypeInformation<AlertEpisodes.Memory> ALERT_EPISODES =
      new WireType<>(AlertEpisodes.Memory.class, new AlertCodecs.Episodes());
  static final TypeInformation<SubjectTrack.Memory> SUBJECT_TRACK =
      new WireType<>(SubjectTrack.Memory.class, new AlertCodecs.Tracks());
  static final TypeInformation<AlertEvent> ALERT_EVENT =
      new WireType<>(AlertEvent.class, new AlertCodecs.Alerts());
  static final TypeInformation<Rising> RISING =
      new WireType<>(Rising.class, new AlertCodecs.Risings());
  static final TypeInformation<EmergingGroup> EMERGING_GROUP =
      new WireType<>(EmergingGroup.class, new AlertCodecs.Groups());
  static final TypeInformation<WindowPlan.Saved> WINDOW_PLAN =
      new WireType<>(WindowPlan.Saved.class, new ControlCodecs.Plans());

  static final TypeInformation<LookBack> LOOK_BACK =
      new WireType<>(LookBack.class, new LookBackCodecs.Records());
  static final TypeInformation<LookBack.Found> FOUND =
      new WireType<>(LookBack.Found.class, new LookBackCodecs.Founds());
  static final TypeInformation<LookedBackOn> LOOKED_BACK_ON =
      new WireType<>(LookedBackOn.class, new LookBackCodecs.Articles());
  static final TypeInformation<Definitions.Entry> DEFINITION =
      new WireType<>(Definitions.Entry.class, new ControlCodecs.Defined());

  private WireTypes() {}
}
