package io.newstide.cli;

import io.newstide.kafka.ControlRecord;

/** A command about one kind of thing that can change while the job runs. */
interface LiveCommand {

  /** What it is about. */
  ControlRecord.Kind kind();
}
