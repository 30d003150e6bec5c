using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Larq.Images;
using Microsoft.ML.Larq.Networks;
using Spectre.Console;

namespace ImageClassification.Drawing;

/// <summary>
/// All of it without a file from elsewhere: a tiny QuickNet, trained on eight figures and written as Keras would,
/// stands in for a published network; a new head on it learns five other figures from a few images.
/// </summary>
internal sealed class DrawnRun(int seed, CancellationToken cancellation)
{
    // Seeds 1 to 5 gave 93 to 96 %, an untrained trunk 23 to 41 %, guessing gives 20 %; of 200 images 90 % are
    // uncertain by 2.
    private const double LeastAccuracy = 0.80;
    private const int Size = 48;
    private const int KnownImages = 100;
    private const int FewImages = 16;
    private const int TestImages = 40;

    private readonly MLContext _mlContext = new(seed);
    private readonly Stopwatch _clock = Stopwatch.StartNew();

    /// <summary>Whether the new figures were learned.</summary>
    public bool Run()
    {
        var folder = Directory.CreateTempSubdirectory("larq-drawn-").FullName;
        try
        {
            return Run(folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private bool Run(string folder)
    {
        var drawn = new DrawnImages(seed);
        var weights = Path.Combine(folder, "tiny_weights.h5");
        var names = Path.Combine(folder, "names.txt");

        Head($"Training {ZooNetwork.Tiny.Name} on {KnownImages} images of each of {Figures.Known.Count} figures");
        var known = drawn.Draw(Path.Combine(folder, "known"), Figures.Known, KnownImages);
        var trained = Learning(epochs: 5, every: 1).Fit(ZooNetwork.Tiny, known).LastTransformer;
        KerasWriter.Write(trained, weights);
        File.WriteAllLines(names, Figures.Known.Keys.Order(StringComparer.Ordinal));

        Head("Classifying with its weights from Keras' file");
        var network = NetworkDefinition.Build(
            new TensorShape(Size, Size, 3), input => ZooNetwork.Tiny.Whole(input, Figures.Known.Count));
        var classifier = Scoring.Model(_mlContext, network, weights, ImageNetClasses.Read(names));
        var seen = drawn.Draw(Path.Combine(folder, "known test"), Figures.Known, TestImages);
        AnsiConsole.Write(TopFive.Of(_mlContext, classifier, [seen[0], seen[^1]]));
        Console.WriteLine(
            $"{Scoring.Percent(Scoring.AccuracyByName(_mlContext, classifier, seen))} of {seen.Count} right");

        Head($"A new head on it learns {Figures.New.Count} other figures from {FewImages} images each");
        _ = drawn.Draw(Path.Combine(folder, "few"), Figures.New, FewImages);
        var few = ImageFolder.Labelled(Path.Combine(folder, "few"));
        var test = drawn.Draw(Path.Combine(folder, "test"), Figures.New, TestImages);
        var model = Learning(epochs: 20, every: 10)
            .Fit(ZooNetwork.Tiny, ZooWeights.Read(ZooNetwork.Tiny, Size, weights), few);
        var saved = Path.Combine(folder, "images.zip");
        Scoring.Save(_mlContext, model, saved);
        var loaded = _mlContext.Model.Load(saved, out _);
        AnsiConsole.Write(TopFive.Of(_mlContext, loaded, [test[0], test[^1]]));
        var accuracy = Scoring.Accuracy(_mlContext, loaded, test);

        Head("The same head on a trunk that never learned anything");
        var untrained = NetworkWeights.Initialize(
            NetworkDefinition.Build(new TensorShape(Size, Size, 3), ZooNetwork.Tiny.Trunk), seed);
        var control = Scoring.Accuracy(
            _mlContext, Learning(epochs: 20, every: 20).Fit(ZooNetwork.Tiny, untrained, few), test);

        var learned = accuracy >= LeastAccuracy;
        Head($"Of {test.Count} drawn images of the other figures");
        AnsiConsole.MarkupLine($"  on the untrained trunk       {Scoring.Percent(control)} right");
        AnsiConsole.MarkupLine(
            $"  on the trunk of Keras' file  [bold {(learned ? "green" : "red")}]{Scoring.Percent(accuracy)}[/] right,"
            + $" at least {Scoring.Percent(LeastAccuracy)} wanted");
        return learned;
    }

    private TransferLearning Learning(int epochs, int every) => new(_mlContext, Size, epochs)
    {
        Progress = new EpochLines(every),
        Threads = 1, // two take longer on a machine that is busy elsewhere
        Cancellation = cancellation,
    };

    private void Head(string text) =>
        AnsiConsole.MarkupLine($"\n[bold]{Markup.Escape(text)}[/] [grey]{_clock.Elapsed.TotalSeconds:F0} s[/]");
}
