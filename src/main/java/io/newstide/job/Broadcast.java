package io.newstide.job;

/** What every subtask that keeps subjects is told. */
sealed interface Broadcast permits ControlChange, LookBackEnd, TotalStep, TotalSlice {}
