using Microsoft.ML;
using Microsoft.ML.Larq.Images;
using Microsoft.ML.Larq.Networks;
using Spectre.Console;

namespace ImageClassification;

/// <summary>What is done with images and weights that somebody has.</summary>
internal sealed class Commands(CommandLine options, CancellationToken cancellation)
{
    private const int ZooSize = 224;
    private const int ZooClasses = 1000;
    private const int Shown = 5;

    private readonly MLContext _mlContext = new(options.Seed);

    /// <summary>The whole network as it was published: nothing is trained here.</summary>
    public async Task ClassifyAsync()
    {
        var images = ImageFolder.All(options.Folder);
        var weights = await WeightsAsync();
        var network = NetworkDefinition.Build(
            new TensorShape(ZooSize, ZooSize, 3), input => options.Network.Whole(input, ZooClasses));
        AnsiConsole.Write(TopFive.Of(
            _mlContext, Scoring.Model(_mlContext, network, weights, ClassNames()), images));
    }

    /// <summary>Learns the folders' names, tests on a fifth of the images, saves.</summary>
    public async Task TransferAsync()
    {
        var (training, test) = ImageFolder.Split(ImageFolder.Labelled(options.Folder), options.Seed);
        var trunk = ZooWeights.Read(options.Network, options.Size, await WeightsAsync());
        var classes = training.Select(image => image.Label).Distinct().Count();
        Console.WriteLine(
            $"{options.Network.Name}: a new head for {classes} classes, {training.Count} images to learn from, "
            + $"{test.Count} to test on");
        var learning = new TransferLearning(_mlContext, options.Size, options.Epochs)
        {
            Progress = new EpochLines(),
            Cancellation = cancellation,
        };
        var model = learning.Fit(options.Network, trunk, training);
        AnsiConsole.MarkupLine(
            $"Test accuracy [bold green]{Scoring.Percent(Scoring.Accuracy(_mlContext, model, test))}[/]");
        AnsiConsole.Write(TopFive.Of(_mlContext, model, [.. test.Take(Shown)]));
        Scoring.Save(_mlContext, model, options.Model);
    }

    /// <summary>What a saved model says; it needs neither weights nor libtorch.</summary>
    public void Predict()
    {
        var images = ImageFolder.All(options.Folder);
        if (!File.Exists(options.Model))
            throw new FileNotFoundException($"There is no model '{options.Model}': the command transfer saves one.");
        AnsiConsole.Write(TopFive.Of(_mlContext, _mlContext.Model.Load(options.Model, out _), images));
    }

    private Task<string> WeightsAsync() => ZooWeights.FindAsync(
        options.Network, options.Weights, options.Download, new DownloadLine(), cancellation);

    private IReadOnlyList<string>? ClassNames()
    {
        const string Keras = "imagenet_class_index.json";
        var usual = Path.Combine(
            Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".keras", "models", Keras);
        if ((options.Names ?? (File.Exists(usual) ? usual : null)) is { } path) return ImageNetClasses.Read(path);
        Console.WriteLine(
            $"Classes are numbered. For their names add --names FILE, or put Keras' {Keras} at {usual}; it comes from\n"
            + $"https://storage.googleapis.com/download.tensorflow.org/data/{Keras}");
        return null;
    }
}
