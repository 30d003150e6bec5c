using System.Text.Json;
using Microsoft.ML.Larq.Checkpoints;

namespace Microsoft.ML.Larq.Tests.Golden;

/// <summary>Makes the files of a version.</summary>
/// <remarks>
/// It is never run over files that exist: what they hold is what earlier versions wrote and scored, and no later code
/// may write it anew. A later version adds a folder of its own.
/// </remarks>
[TestClass]
public class GoldenMaker
{
    private const string Variable = "LARQ_NEW_GOLDEN_FOLDER";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    [TestMethod]
    public void Make_ANewFolder_WritesEveryFile()
    {
        var folder = Environment.GetEnvironmentVariable(Variable);
        if (string.IsNullOrEmpty(folder)) Assert.Inconclusive($"Runs where {Variable} names a folder to be made.");
        Assert.IsFalse(Directory.Exists(folder), $"'{folder}' exists; files that exist are never written anew.");
        Directory.CreateDirectory(folder);
        var keras = Path.Combine(folder, $"{GoldenTrained.Keras}.h5");
        File.WriteAllBytes(keras, GoldenTrained.KerasFile());
        foreach (var (name, model, schema) in GoldenTrained.All(keras)) Make(folder, name, model, schema);
        var built = GoldenScoring.Rows(1, "Features", [[0f]]).Schema;
        foreach (var (name, model) in GoldenNetworks.All) Make(folder, name, model, built);
        GoldenPixels.Save(Path.Combine(folder, GoldenPixels.ModelName));
        File.WriteAllText(
            Path.Combine(folder, GoldenPixels.ValuesName),
            GoldenBits.Write(GoldenPixels.Values(Path.Combine(folder, GoldenPixels.ModelName))) + "\n");

        var checkpoint = Path.Combine(folder, GoldenTraining.Checkpoint);
        GoldenTraining.Interrupt(checkpoint);
        File.WriteAllText(
            Path.Combine(folder, GoldenCheckpoint.StateName),
            GoldenCheckpoint.Describe(CheckpointFolder.Latest(checkpoint)));
        var resumed = GoldenTraining.Fit(options => options.ResumeFrom = checkpoint);
        File.WriteAllText(
            Path.Combine(folder, GoldenCheckpoint.WeightsName), GoldenCheckpoint.Weights(resumed.Weights));
        File.WriteAllLines(Path.Combine(folder, GoldenNames.FileName), GoldenNames.OfTheRegistries());
    }

    private static void Make(string folder, string name, ITransformer model, DataViewSchema schema)
    {
        var path = Path.Combine(folder, name + ".zip");
        new MLContext().Model.Save(model, schema, path);
        var loaded = GoldenScoring.Load(path);
        File.WriteAllText(Path.Combine(folder, name + ".json"), loaded.Network.ToJson() + "\n");
        File.WriteAllText(
            Path.Combine(folder, name + ".facts.json"), loaded.Facts.ToJson().ToJsonString(Indented) + "\n");
        GoldenRow.Write(
            Path.Combine(folder, name + ".rows"),
            GoldenScoring.Score(loaded, [.. GoldenRow.Inputs(loaded.Packed.InputSize)]));
    }
}
