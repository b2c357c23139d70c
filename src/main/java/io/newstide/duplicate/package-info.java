/**
 * Which articles tell the same story. A text is a copy of another when nine tenths of its
 * four-character shingles stand in it and the same template does not hold other figures or names;
 * it is compared only with the first article of each story. Plain Java: how state is kept is up to
 * a {@link io.newstide.duplicate.StoryStore}.
 */
package io.newstide.duplicate;
