using System.CommandLine;
using Larq.ModelBuilder.Data;
using Larq.ModelBuilder.Recipes;
using Larq.ModelBuilder.Running;

namespace Larq.ModelBuilder.Commands;

/// <summary>Options of the commands that train.</summary>
internal static class TrainingOptions
{
    public static Option<string?> TestDataSet { get; } = CommonOptions.Text(
        "--test-dataset", "Data to test on. Default: a part of the data set is put aside.", "PATH");

    public static Option<string?> ValidationDataSet { get; } = CommonOptions.Text(
        "--validation-dataset",
        "Data to validate on while training. Default: a tenth of the rows, if there are enough.", "PATH");

    public static Option<string?> SplitRatio { get; } = CommonOptions.Text(
        "--split-ratio", "The part of the data to test on, between 0 and 1.", "0.2");

    public static Option<string?> Folds { get; } = CommonOptions.Text(
        "--cv-fold", "Also train on that many parts of the data in turn, and test on the rest.", "N");

    public static Option<string> Preset { get; } = new("--preset")
    {
        Description = "How much is spent on training: quick, good, best.",
        HelpName = "quick|good|best",
        DefaultValueFactory = _ => Presets.Good,
    };

    public static Option<string?> Network { get; } = CommonOptions.Text(
        "--network",
        "The network: vector, vector-small, vector-large for a table, image, quicknet-small, quicknet, "
        + "quicknet-large for images. Default: the preset's.",
        "NAME");

    public static Option<string?> TrainTime { get; } = CommonOptions.Text(
        "--train-time", "Seconds after which training stops and the best so far is kept.", "SECONDS");

    public static Option<string?> Epochs { get; } = CommonOptions.Text("--epochs", "Passes over the data.", "N");

    public static Option<string?> Seed { get; } = CommonOptions.Text(
        "--seed", "Begins all that is left to chance: the same gives the same model.", "1");

    public static Option<string> Device { get; } = new("--device")
    {
        Description = "What computes: cpu, cuda, cuda:N. Never falls back from one to another.",
        HelpName = "cpu",
        DefaultValueFactory = _ => "cpu",
    };

    public static Option<bool> NoCompare { get; } = new("--no-compare")
    {
        Description = "Train no LightGBM beside the network.",
    };

    public static Option<bool> DryRun { get; } = new("--dry-run")
    {
        Description = "Look at the data and say what would be done; train and write nothing.",
    };

    public static TrainingChoices Choices(ParseResult parsed, Scenario scenario, string? imageSize = null)
    {
        var network = parsed.GetValue(Network) is { } said
            ? Said.OneOf(said, "--network", NetworkNames.For(scenario))
            : null;
        var test = Existing(parsed.GetValue(TestDataSet), "--test-dataset");
        var validation = Existing(parsed.GetValue(ValidationDataSet), "--validation-dataset");
        var name = parsed.GetValue(CommonOptions.Name);
        if (name is not null && !RecipeCheck.IsFileName(name))
        {
            throw new UsageException($"--name is the name of a file without a folder and an ending, got '{name}'.");
        }

        return new TrainingChoices
        {
            Name = name,
            TestDataSet = test,
            ValidationDataSet = validation,
            SplitRatio = Said.Number(
                parsed.GetValue(SplitRatio), "--split-ratio", value => value is > 0 and < 1, "between 0 and 1") ?? 0.2,
            Preset = Said.OneOf(parsed.GetValue(Preset)!, "--preset", [.. Presets.All]),
            Network = network,
            Seed = Said.Whole(parsed.GetValue(Seed), "--seed", 0) ?? 1,
            Epochs = Said.Whole(parsed.GetValue(Epochs), "--epochs", 1),
            TrainSeconds = Said.Number(
                parsed.GetValue(TrainTime), "--train-time", value => value is > 0 and < 1e7, "of seconds above 0"),
            ImageSize = Said.Whole(imageSize, "--image-size", NetworkNames.SmallestSide(network)),
        };
    }

    /// <summary>What is said of the run rather than of the recipe.</summary>
    public static RunRequest With(ParseResult parsed, RunRequest request)
    {
        var folds = Said.Whole(parsed.GetValue(Folds), "--cv-fold", 2) ?? 0;
        return request with
        {
            GpuDeviceId = Said.Device(parsed.GetValue(Device)!),
            MinMetric = MinMetric(parsed),
            Compare = !parsed.GetValue(NoCompare),
            Folds = folds,
        };
    }

    public static double? MinMetric(ParseResult parsed) => Said.Number(
        parsed.GetValue(CommonOptions.MinMetric), "--min-metric", double.IsFinite, "as 0.8");

    private static string? Existing(string? path, string option) => path is null || Path.Exists(path)
        ? path
        : throw new UsageException($"{option}: there is no '{path}'.");
}
