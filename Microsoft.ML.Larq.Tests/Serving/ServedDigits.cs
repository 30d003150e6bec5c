using System.Globalization;
using Microsoft.ML.Data;
using Microsoft.ML.Larq.Tests.House;

namespace Microsoft.ML.Larq.Tests.Serving;

/// <summary>Models of the digits as the server takes them, and what their transformers say of the first rows.</summary>
internal sealed class ServedDigits : IDisposable
{
    public const int Rows = 40;

    private readonly MLContext _context = new(seed: 1);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("larq-serving-");
    private readonly IDataView _data;

    public ServedDigits()
    {
        var path = Path.Combine(SourceTree.Root, "samples", "data", "digits.csv");
        var rows = File.ReadLines(path).Take(400).Select(line => line.Split(','))
            .Select(fields => new Digit
            {
                Pixels = [.. fields.Take(64).Select(field => float.Parse(field, CultureInfo.InvariantCulture))],
                Label = int.Parse(fields[64], CultureInfo.InvariantCulture),
            }).ToArray();
        _data = _context.Data.LoadFromEnumerable(rows);
        Pixels = [.. rows.Take(Rows).Select(row => row.Pixels)];
    }

    public float[][] Pixels { get; }

    public string Place(string name) => Path.Combine(_folder.FullName, name);

    /// <summary>Trains and saves a network; gives what the model's transformer says of the first rows.</summary>
    public Prediction[] Network(string name, int seed = 1)
    {
        var options = Trainers.Options(epochs: 2);
        (options.FeatureColumnName, options.Seed) = (nameof(Digit.Pixels), seed);
        return Save(name, _context.Larq().BinaryNet(options));
    }

    /// <summary>The same with a trainer of ML.NET's own.</summary>
    public Prediction[] Linear(string name) =>
        Save(name, _context.MulticlassClassification.Trainers.SdcaMaximumEntropy(
            featureColumnName: nameof(Digit.Pixels), maximumNumberOfIterations: 3));

    public void Dispose() => _folder.Delete(recursive: true);

    private Prediction[] Save(string name, IEstimator<ITransformer> trainer)
    {
        var model = _context.Transforms.Conversion.MapValueToKey("Label").Append(trainer)
            .Append(_context.Transforms.Conversion.MapKeyToValue("PredictedLabel")).Fit(_data);
        _context.Model.Save(model, _data.Schema, Place(name));
        var scored = _context.Data.CreateEnumerable<Prediction>(model.Transform(_data), reuseRowObject: false);
        return [.. scored.Take(Rows)];
    }

    public sealed class Prediction
    {
        public int PredictedLabel { get; set; }

        public float[] Score { get; set; } = [];
    }

    private sealed class Digit
    {
        [VectorType(64)]
        public float[] Pixels { get; set; } = [];

        public int Label { get; set; }
    }
}
