package io.newstide.language;

import com.hankcs.hanlp.seg.common.Term;
import java.util.List;

/**
 * Cuts text into words. The seam between HanLP and the rest: a test stands here to count. Safe for
 * use by many threads.
 */
interface Segmenter {

  /** The words of a piece of text in order, with HanLP's tags; together as long as the piece. */
  List<Term> segment(char[] piece);
}
