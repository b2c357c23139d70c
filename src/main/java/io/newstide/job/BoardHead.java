package io.newstide.job;

import io.newstide.window.WindowCount;
import java.util.Optional;

/**
 * What {@link Rank} knows of a span of a window as a whole.
 *
 * @param definitionVersion the version of the window's definition
 * @param generation greater for a definition that came later under the same name
 * @param session whether it is a session window
 * @param settled whether its rows have been written since it closed
 * @param total all articles in it, absent until they are known; of a session always
 */
record BoardHead(
    String definitionVersion,
    long generation,
    boolean session,
    boolean settled,
    Optional<WindowCount> total) {}
