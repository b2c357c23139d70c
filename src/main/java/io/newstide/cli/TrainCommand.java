package io.newstide.cli;

import io.newstide.language.names.Gazetteer;
import io.newstide.language.names.LabelledSentence;
import io.newstide.language.names.NamesCorpus;
import io.newstide.language.names.NamesEvaluation;
import io.newstide.language.names.NamesModel;
import io.newstide.language.names.NamesTrainer;
import io.newstide.language.words.LatticeSegmenter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Makes models from corpora. */
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    description = "Trains a model on a corpus.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = TrainCommand.Names.class)
final class TrainCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "what to train is missing: names");
  }

  /** The recogniser of people, places and organisations. */
  @Command(
      name = "names",
      mixinStandardHelpOptions = true,
      description = {
        "Trains the recogniser of people, places and organisations, and writes its model.",
        "A corpus has one sentence a line, its names marked [北京市|place] or listed behind a tab: 0,3,LOC.",
        "The same corpus and settings give the same model. docs/names-model.md has the recipe of the shipped one."
      })
  static final class Names implements Callable<Integer> {

    @Option(
        names = "--corpus",
        required = true,
        arity = "1..*",
        paramLabel = "FILE",
        description = "Sentences with their names, also .gz.")
    private List<Path> corpus;

    @Option(
        names = "--model",
        required = true,
        paramLabel = "FILE",
        description = "Where the model is written.")
    private Path model;

    @Option(
        names = "--dev",
        arity = "1..*",
        paramLabel = "FILE",
        description = "Sentences kept apart: F1 on them is told after each epoch.")
    private List<Path> dev = new ArrayList<>();

    @Option(
        names = "--unlabelled",
        arity = "1..*",
        paramLabel = "FILE",
        description =
            "Articles as JSONL, also .gz, without marks: from them is learnt which words keep the same company.")
    private List<Path> unlabelled = new ArrayList<>();

    @Option(
        names = "--name",
        paramLabel = "NAME",
        description = "The model's name in each enriched row (the file's name).")
    private String name;

    @Option(
        names = "--epochs",
        defaultValue = "15",
        paramLabel = "N",
        description = "How often the corpus is gone through (${DEFAULT-VALUE}).")
    private int epochs;

    @Option(
        names = "--least-count",
        defaultValue = "2",
        paramLabel = "N",
        description = "Features that occur less often are not learnt (${DEFAULT-VALUE}).")
    private int leastCount;

    @Option(
        names = "--features",
        defaultValue = "320000",
        paramLabel = "N",
        description = "How many features the model keeps at most (${DEFAULT-VALUE}).")
    private int features;

    @Option(
        names = "--seed",
        defaultValue = "1",
        paramLabel = "N",
        description = "Of the order of sentences (${DEFAULT-VALUE}).")
    private long seed;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
      atLeastOne("--epochs", epochs);
      atLeastOne("--least-count", leastCount);
      atLeastOne("--features", features);
      var folder = model.toAbsolutePath().getParent();
      if (!Files.isDirectory(folder)) {
        throw new IllegalArgumentException("--model: there is no folder " + folder);
      }
      var sentences = read(corpus);
      if (sentences.isEmpty()) {
        throw new IllegalArgumentException(
            corpus.get(0) + ": the corpus holds no sentence to learn from");
      }
      var held = read(dev);
      var texts = new ArrayList<String>();
      var rejected = 0L;
      for (var file : unlabelled) {
        rejected +=
            ArticleTexts.each(file, article -> texts.add(article.title() + "\n" + article.body()));
      }
      if (rejected > 0) {
        System.err.printf("%,d lines hold no article and are passed over%n", rejected);
      }
      System.err.printf(
          "%,d sentences to learn from, %,d articles without marks, %,d sentences to measure with%n",
          sentences.size(), texts.size(), held.size());
      var segmenter = new LatticeSegmenter();
      var called =
          name == null ? model.getFileName().toString().replaceFirst("\\.[^.]*$", "") : name;
      var trainer =
          new NamesTrainer(
              segmenter,
              Gazetteer.shipped(),
              sentences,
              texts,
              new NamesTrainer.Settings(called, epochs, leastCount, features, seed));
      var partial = model.resolveSibling(model.getFileName() + ".part");
      try {
        NamesModel trained;
        try (var progress = Progress.of("train", "epoch", epochs);
            OutputStream out = new BufferedOutputStream(Files.newOutputStream(partial))) {
          trained =
              trainer.train(
                  out,
                  epoch -> {
                    progress.to(epoch.number());
                    System.err.printf(
                        "epoch %2d: a wrong path was best in %,d sentences%n",
                        epoch.number(), epoch.wrong());
                    if (!held.isEmpty()) {
                      System.err.println(
                          NamesTable.line(
                              new NamesEvaluation(
                                      segmenter, Gazetteer.shipped(), epoch.model().get())
                                  .ofSentences(held)));
                    }
                  });
        }
        Files.move(partial, model, StandardCopyOption.REPLACE_EXISTING);
        System.err.printf(
            "%s: %,d features, %,d bytes%n", model, trained.size(), Files.size(model));
      } finally {
        Files.deleteIfExists(partial);
      }
      return CommandLine.ExitCode.OK;
    }

    private void atLeastOne(String option, int value) {
      if (value < 1) {
        throw new ParameterException(
            spec.commandLine(), option + " is " + value + ", but must be at least 1");
      }
    }

    private static List<LabelledSentence> read(List<Path> files) {
      var sentences = new ArrayList<LabelledSentence>();
      for (var file : files) {
        sentences.addAll(NamesCorpus.read(file));
      }
      return sentences;
    }
  }
}
