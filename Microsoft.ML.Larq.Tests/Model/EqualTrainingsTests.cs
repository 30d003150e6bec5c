using System.IO.Compression;
using Microsoft.ML.Larq.Checkpoints;
using Microsoft.ML.Larq.Formats;
using Microsoft.ML.Larq.Tests.Metrics;
using Microsoft.ML.Larq.Training;

namespace Microsoft.ML.Larq.Tests.Model;

/// <summary>Two trainings of the same seed are saved as the same bytes, but for when they were.</summary>
[TestClass]
public class EqualTrainingsTests
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("larq-equal");

    [TestCleanup]
    public void Delete() => _folder.Delete(recursive: true);

    [TestMethod]
    public void Save_TwoEqualTrainings_DifferInTheirTimesAlone()
    {
        var (one, other) = (Entries("one.zip"), Entries("other.zip"));
        CollectionAssert.AreEqual(one.Keys.ToArray(), other.Keys.ToArray());
        var differing = one.Where(entry => !entry.Value.AsSpan().SequenceEqual(other[entry.Key]))
            .Select(entry => entry.Key).ToArray();
        Assert.HasCount(1, differing, string.Join(", ", differing));
        StringAssert.EndsWith(differing[0], TimesFile.Name);
        Assert.HasCount(1, one.Keys.Where(name => name.EndsWith("Network.json", StringComparison.Ordinal)).ToArray());
        Assert.HasCount(
            1, one.Keys.Where(name => name.EndsWith("Weights.safetensors", StringComparison.Ordinal)).ToArray());
    }

    // The file knows when it was trained all the same.
    [TestMethod]
    public void Load_OfASavedTraining_KnowsItsTimes()
    {
        var context = new MLContext(seed: 1);
        var model = Trainers.Fit(context, Trainers.Options());
        var path = Path.Combine(_folder.FullName, "model.zip");
        context.Model.Save(model, Trainers.Table(context).Schema, path);
        var loaded = (BinarizedNetworkTransformer)context.Model.Load(path, out _);
        Assert.AreEqual(
            model.History.Facts!.Times.ToJson().ToJsonString(), loaded.History.Facts!.Times.ToJson().ToJsonString());
        Assert.HasCount(3, loaded.History.Facts.Times.Ends);
    }

    // Everything that a model can keep: validation, metrics of one's own, reported values, histograms, calibration.
    private Dictionary<string, byte[]> Entries(string name)
    {
        var context = new MLContext(seed: 1);
        var options = Trainers.Options(epochs: 4);
        options.ValidationSet = Trainers.Table(context);
        options.HistogramInterval = 1;
        options.Metrics = [.. LayerMetric.Defaults, LayerMetric.Of(() => new Described("Half, always."))];
        options.Checkpoints = new CheckpointOptions(Path.Combine(_folder.FullName, name + "-states"));
        var model = Trainers.Fit(context, options);
        var path = Path.Combine(_folder.FullName, name);
        context.Model.Save(model, Trainers.Table(context).Schema, path);
        using var zip = ZipFile.OpenRead(path);
        return zip.Entries.ToDictionary(entry => entry.FullName, entry =>
        {
            using var stream = entry.Open();
            using var bytes = new MemoryStream();
            stream.CopyTo(bytes);
            return bytes.ToArray();
        });
    }
}
