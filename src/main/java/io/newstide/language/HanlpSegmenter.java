package io.newstide.language;

import com.hankcs.hanlp.seg.Segment;
import com.hankcs.hanlp.seg.Viterbi.ViterbiSegment;
import com.hankcs.hanlp.seg.common.Term;
import java.util.List;

/**
 * HanLP's shortest-path segmenter over the portable dictionaries.
 *
 * <p>Person names are recognised; the recogniser of organisations is off because most of what it
 * finds is wrong, and {@code CustomDictionary} is off because it is shared mutable state. The
 * segment is configured here, once, and never after.
 */
final class HanlpSegmenter implements Segmenter {

  private final Segment segment =
      new ViterbiSegment()
          .enableCustomDictionary(false)
          .enableNameRecognize(true)
          .enableTranslatedNameRecognize(true)
          .enableJapaneseNameRecognize(false)
          .enablePlaceRecognize(false)
          .enableOrganizationRecognize(false)
          .enableNumberQuantifierRecognize(false)
          .enableNormalization(false)
          .enablePartOfSpeechTagging(true);

  @Override
  public List<Term> segment(char[] piece) {
    return segment.seg(piece);
  }
}
