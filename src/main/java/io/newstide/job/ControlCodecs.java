package io.newstide.job;

import static io.newstide.job.Wire.readInt;
import static io.newstide.job.Wire.readList;
import static io.newstide.job.Wire.readNumber;
import static io.newstide.job.Wire.readText;
import static io.newstide.job.Wire.writeList;
import static io.newstide.job.Wire.writeNumber;
import static io.newstide.job.Wire.writeText;

import io.newstide.kafka.ControlAck;
import io.newstide.kafka.ControlRecord;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** How changes to the running job are written between operators and into state. */
final class ControlCodecs {

  private ControlCodecs() {}

  /** A record of the control topic. */
  public static final class Records implements Codec<ControlRecord> {
    private static final long serialVersionUID = 1;

    @Override
    public void write(ControlRecord record, DataOutput out) throws IOException {
      writeText(record.requestId(), out);
      writeText(record.kind().name(), out);
      writeText(record.id(), out);
      out.writeBoolean(record.removed());
      out.writeBoolean(record.paused());
      writeList(record.definition().stream().toList(), Wire::writeText, out);
      writeText(record.requestedBy(), out);
      writeText(record.wrong(), out);
    }

    @Override
    public ControlRecord read(DataInput in, int version) throws IOException {
      return new ControlRecord(
          readText(in),
          ControlRecord.Kind.valueOf(readText(in)),
          readText(in),
          in.readBoolean(),
          in.readBoolean(),
          readList(Wire::readText, in).stream().findFirst(),
          readText(in),
          readText(in));
    }
  }

  /** What became of a record. */
  public static final class Acks implements Codec<ControlAck> {
    private static final long serialVersionUID = 1;

    @Override
    public void write(ControlAck ack, DataOutput out) throws IOException {
      writeText(ack.requestId(), out);
      writeText(ack.kind().name(), out);
      writeText(ack.id(), out);
      out.writeBoolean(ack.accepted());
      writeText(ack.reason(), out);
      writeText(ack.version(), out);
      writeNumber(ack.checkpoint(), out);
      out.writeBoolean(ack.removed());
      out.writeBoolean(ack.paused());
      writeList(ack.definition().stream().toList(), Wire::writeText, out);
    }

    @Override
    public ControlAck read(DataInput in, int version) throws IOException {
      return new ControlAck(
          readText(in),
          ControlRecord.Kind.valueOf(readText(in)),
          readText(in),
          in.readBoolean(),
          readText(in),
          readText(in),
          readNumber(in),
          in.readBoolean(),
          in.readBoolean(),
          readList(Wire::readText, in).stream().findFirst());
    }
  }

  static void writeChange(ControlChange change, DataOutput out) throws IOException {
    writeText(change.kind().name(), out);
    writeText(change.id(), out);
    writeNumber(change.checkpoint(), out);
    out.writeBoolean(change.removed());
    out.writeBoolean(change.paused());
    writeText(change.definition(), out);
  }

  static ControlChange readChange(DataInput in) throws IOException {
    return new ControlChange(
        ControlRecord.Kind.valueOf(readText(in)),
        readText(in),
        readNumber(in),
        in.readBoolean(),
        in.readBoolean(),
        readText(in));
  }

  /** Definitions that came through the control topic. */
  public static final class Defined implements Codec<Definitions.Entry> {
    private static final long serialVersionUID = 1;

    @Override
    public void write(Definitions.Entry entry, DataOutput out) throws IOException {
      writeText(entry.id(), out);
      writeText(entry.text(), out);
      writeNumber(entry.generation(), out);
      out.writeBoolean(entry.paused());
      out.writeBoolean(entry.removed());
      out.writeBoolean(entry.live());
    }

    @Override
    public Definitions.Entry read(DataInput in, int version) throws IOException {
      return new Definitions.Entry(
          readText(in),
          readText(in),
          readNumber(in),
          in.readBoolean(),
          in.readBoolean(),
          in.readBoolean());
    }
  }

  /** Which windows are reported. */
  public static final class Plans implements Codec<WindowPlan.Saved> {
    private static final long serialVersionUID = 1;

    @Override
    public void write(WindowPlan.Saved plan, DataOutput out) throws IOException {
      writeList(plan.entries(), Plans::writeEntry, out);
      writeList(plan.work(), Plans::writeWork, out);
      writeNumber(plan.now(), out);
      writeNumber(plan.parallelism(), out);
    }

    @Override
    public WindowPlan.Saved read(DataInput in, int version) throws IOException {
      return new WindowPlan.Saved(
          readList(Plans::readEntry, in),
          readList(Plans::readWork, in),
          readNumber(in),
          readInt(in));
    }

    private static void writeEntry(WindowPlan.Entry entry, DataOutput out) throws IOException {
      writeText(entry.name(), out);
      writeText(entry.shape(), out);
      writeNumber(entry.generation(), out);
      out.writeBoolean(entry.paused());
      out.writeBoolean(entry.removed());
      out.writeBoolean(entry.live());
    }

    private static WindowPlan.Entry readEntry(DataInput in) throws IOException {
      return new WindowPlan.Entry(
          readText(in),
          readText(in),
          readNumber(in),
          in.readBoolean(),
          in.readBoolean(),
          in.readBoolean());
    }

    private static void writeWork(WindowPlan.Work work, DataOutput out) throws IOException {
      writeText(work.task().name(), out);
      writeText(work.name(), out);
      writeText(work.shape(), out);
      writeNumber(work.generation(), out);
    }

    private static WindowPlan.Work readWork(DataInput in) throws IOException {
      return new WindowPlan.Work(
          WindowPlan.Task.valueOf(readText(in)), readText(in), readText(in), readNumber(in));
    }
  }
}
