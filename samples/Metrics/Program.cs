// What healthy and sick layers look like: the runs of samples/ReadingMetrics.md, their values and warnings.
using System.Globalization;
using Metrics;
using Microsoft.ML;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var names = args.Length == 0 ? [.. Runs.Table.Keys] : args;
if (names.FirstOrDefault(name => !Runs.Table.ContainsKey(name)) is { } unknown)
{
    Console.Error.WriteLine($"There is no run '{unknown}'; there are {string.Join(", ", Runs.Table.Keys)}.");
    return 2;
}

foreach (var name in names)
{
    var mlContext = new MLContext(seed: 1);
    var data = mlContext.Data.LoadFromTextFile<Digit>(Path.Combine(AppContext.BaseDirectory, "digits.csv"), ',');
    var split = mlContext.Data.TrainTestSplit(data, 0.2, seed: 1);
    var options = Runs.Table[name];
    options.FeatureColumnName = nameof(Digit.Pixels);
    options.ValidationSet = split.TestSet;
    options.Epochs = 12;
    options.GradientProbeInterval = 1;
    var network = mlContext.Transforms.Conversion.MapValueToKey("Label")
        .Append(mlContext.Larq().BinaryNet(options))
        .Fit(split.TrainSet).LastTransformer;
    Console.WriteLine($"\n{name}");
    foreach (var warning in network.History.Warnings) Console.WriteLine($"  {warning}");
    Console.WriteLine($"  {"epoch",-36}{"1",10}{"2",10}{"6",10}{"12",10}");
    foreach (var value in network.History.Names.Where(value => value.Contains('_') || value == "Validation Accuracy"))
    {
        var values = network.History[value];
        Console.WriteLine($"  {value,-36}{values[0],10:G3}{values[1],10:G3}{values[5],10:G3}{values[11],10:G3}");
    }

    network.WriteReport($"{name}.html", $"Digits, {name}");
}

return 0;
