package io.newstide.job;

import io.newstide.trend.RisingTerm;
import io.newstide.window.Span;

/**
 * A term that rises in a window.
 *
 * @param term the term
 * @param window the window
 * @param totalStories stories in it that carry no topic
 */
record Rising(RisingTerm term, Span window, long totalStories) {}
