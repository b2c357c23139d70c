package io.newstide.dashboard;

import java.util.List;

/** The files that the page consists of. */
final class Page {

  static final List<String> FILES =
      List.of(
          "index.html",
          "app.css",
          "favicon.svg",
          "js/main.js",
          "js/dom.js",
          "js/api.js",
          "js/state.js",
          "js/text.js",
          "js/format.js",
          "js/chart.js",
          "js/parts.js",
          "js/shape.js",
          "js/overview.js",
          "js/subject.js",
          "js/workbench.js",
          "js/apply.js",
          "js/topics.js",
          "js/articles.js",
          "js/job.js",
          "lib/echarts.common.min.js");

  private Page() {}
}
