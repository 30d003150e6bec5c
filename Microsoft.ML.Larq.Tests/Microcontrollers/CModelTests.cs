using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.ML.Data;
using Microsoft.ML.Larq.Microcontrollers;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Packed;
using Microsoft.ML.Larq.Tests.House;
using Microsoft.ML.Larq.Tests.Onnx;

namespace Microsoft.ML.Larq.Tests.Microcontrollers;

/// <summary>A model in C: its predictions and probabilities are ML.NET's, with what lies behind the network.</summary>
[TestClass]
public class CModelTests
{
    private readonly MLContext _context = new(1);
    private readonly string _folder = Directory.CreateTempSubdirectory("larq-c").FullName;

    [TestCleanup]
    public void Delete() => Directory.Delete(_folder, recursive: true);

    [TestMethod]
    public void Classes_CalibratedAndNamed_PredictAlike()
    {
        var model = SampleModels.Of(SampleModels.Table(3), LearningTask.MulticlassClassification, temperature: 1.7f);
        var (data, rows) = Rows(5);
        var scored = model.Transform(data);
        var lines = Lines(model, rows, "int32_t", "probabilities", 3);
        var (keys, scores) = (AppliedModel.Values(scored, "PredictedLabel"), AppliedModel.Values(scored, "Score"));
        for (var row = 0; row < lines.Length; row++)
        {
            Assert.AreEqual((int)(uint)keys[row] - 1, (int)lines[row][0], $"row {row}");
            for (var i = 0; i < 3; i++)
            {
                var (score, inC) = ((float)scores[(row * 3) + i], lines[row][i + 1]);
                Assert.AreEqual(float.IsNaN(score), float.IsNaN(inC), $"row {row}: {score}, in C {inC}");
                if (!float.IsNaN(score)) Assert.AreEqual(score, inC, 1e-6);
            }
        }

        Assert.Contains(-1f, lines.Select(line => line[0]).ToArray());
        StringAssert.Contains(File.ReadAllText(Path.Combine(_folder, "net.c")), "\"\\303\\274 \\342\\230\\203\"");
    }

    [TestMethod]
    public void TwoClasses_Calibrated_PredictAlike()
    {
        var model = SampleModels.Of(SampleModels.Table(1), LearningTask.BinaryClassification, temperature: 0.6f);
        var (data, rows) = Rows(5);
        var scored = model.Transform(data);
        var lines = Lines(model, rows, "int32_t", "probability", 1);
        var labels = AppliedModel.Values(scored, "PredictedLabel");
        var probabilities = AppliedModel.Values(scored, "Probability");
        for (var row = 0; row < lines.Length; row++)
        {
            if (float.IsNaN((float)probabilities[row]))
            {
                Assert.AreEqual(-1, lines[row][0]);
                Assert.IsTrue(float.IsNaN(lines[row][1]), $"row {row}: {lines[row][1]}");
                continue;
            }

            Assert.AreEqual((bool)labels[row] ? 1 : 0, lines[row][0]);
            Assert.AreEqual((float)probabilities[row], lines[row][1], 1e-6);
        }
    }

    [TestMethod]
    public void Numbers_InTheLabelsUnits_PredictAlike()
    {
        var model = SampleModels.Of(SampleModels.Table(1), LearningTask.Regression);
        var (data, rows) = Rows(5);
        var scores = AppliedModel.Values(model.Transform(data), "Score").Cast<float>().ToArray();
        float[] numbers = [.. Lines(model, rows, "float", null, 1).Select(line => line[0])];
        CompiledC.AssertSameBits(scores, numbers, "regression");
    }

    // A table with missing values, trained; the network has bits for them.
    [TestMethod]
    public void Table_TrainedWithMissingValues_PredictsAlike()
    {
        var random = new Random(4);
        var rows = Enumerable.Range(0, 300).Select(_ => new SampleModels.Row
        {
            Values = [.. Enumerable.Range(0, 5).Select(_ => random.Next(5) == 0 ? float.NaN : random.NextSingle())],
        }).ToArray();
        foreach (var row in rows) row.Text = row.Values[0] > 0.5f ? "yes" : float.IsNaN(row.Values[1]) ? "gone" : "no";
        var schema = SchemaDefinition.Create(typeof(SampleModels.Row));
        schema[nameof(SampleModels.Row.Values)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 5);
        schema[nameof(SampleModels.Row.Values)].ColumnName = "Features";
        var data = _context.Data.LoadFromEnumerable(rows, schema);
        var keyed = _context.Transforms.Conversion.MapValueToKey("Label", "Text").Fit(data).Transform(data);
        var model = _context.Larq().BinaryNet(new BinarizedNetworkTrainer.Options { Epochs = 3, Seed = 1 }).Fit(keyed);
        Assert.IsTrue(model.Network.TakesMissing);
        float[] numbers = [.. rows.SelectMany(row => row.Values)];
        var lines = Lines(model, numbers, "int32_t", "probabilities", 3);
        var keys = AppliedModel.Values(model.Transform(keyed), "PredictedLabel");
        CollectionAssert.AreEqual(
            keys.Select(key => (int)(uint)key - 1).ToArray(), lines.Select(line => (int)line[0]).ToArray());
        CompiledC.AssertSameBits(model.Network, model.Weights, numbers, "a trained table");
    }

    [TestMethod]
    public void Digits_Trained_PredictAlike()
    {
        var data = _context.Data.LoadFromTextFile(
            Path.Combine(SourceTree.Root, "samples", "data", "digits.csv"),
            [new("Pixels", DataKind.Single, 0, 63), new("Label", DataKind.Single, 64)], separatorChar: ',');
        var keyed = _context.Transforms.Conversion.MapValueToKey("Label").Fit(data).Transform(data);
        var model = _context.Larq().BinaryNet(new BinarizedNetworkTrainer.Options
        {
            FeatureColumnName = "Pixels",
            Image = new ImageShape(8, 8, 1),
            Epochs = 1,
            Seed = 1,
        }).Fit(keyed);
        var rows = AppliedModel.Values(data, "Pixels").Cast<float>().ToArray();
        CompiledC.AssertSameBits(model.Network, model.Weights, rows, "digits");
        var lines = Lines(model, rows, "int32_t", "probabilities", 10);
        var keys = AppliedModel.Values(model.Transform(keyed), "PredictedLabel");
        CollectionAssert.AreEqual(
            keys.Select(key => (int)(uint)key - 1).ToArray(), lines.Select(line => (int)line[0]).ToArray());
    }

    [TestMethod]
    [DataRow(LearningTask.MulticlassClassification)]
    [DataRow(LearningTask.Regression)]
    public void SaveC_OfAFileThatWasSaved_IsThatOfTheModel(LearningTask task)
    {
        var model = SampleModels.Of(SampleModels.Table(task == LearningTask.Regression ? 1 : 3), task);
        var again = Directory.CreateDirectory(Path.Combine(_folder, "again")).FullName;
        var file = Path.Combine(_folder, "model.larq");
        model.SaveC(Path.Combine(_folder, "net.c"));
        model.Packed.Save(file);
        PackedNetwork.Load(file).SaveC(Path.Combine(again, "net.c"));
        foreach (var name in new[] { "net.c", "net.h" })
        {
            Assert.AreEqual(
                File.ReadAllText(Path.Combine(_folder, name)), File.ReadAllText(Path.Combine(again, name)));
        }
    }

    private (IDataView Data, float[] Rows) Rows(int features)
    {
        var data = SampleModels.Rows(
            _context, "Features", features, 200, [1, float.NaN, 0, 0, 0], [float.PositiveInfinity, -1, -0f, 0, 0]);
        return (data, AppliedModel.Values(data, "Features").Cast<float>().ToArray());
    }

    // Of each row what is predicted, then probabilities.
    private float[][] Lines(
        BinarizedNetworkTransformer model, float[] rows, string type, string? probabilities, int outputs)
    {
        CCompiler.Here();
        model.SaveC(Path.Combine(_folder, "net.c"));
        var then = probabilities switch
        {
            "probability" => "scores[0] = net_probability(memory.scores[0]);",
            null => "",
            _ => "net_probabilities(memory.scores, scores);",
        };
        File.WriteAllText(Path.Combine(_folder, "main.c"), $$"""
            #include "net.h"
            #include <stdio.h>

            static net_memory memory;
            static float input[NET_INPUTS], scores[NET_OUTPUTS];

            int main(void)
            {
                while (fread(input, sizeof(float), NET_INPUTS, stdin) == NET_INPUTS) {
                    {{type}} what = net_predict(input, &memory);
                    printf("%.9g", (double)what);
                    {{then}}
                    for (int i = 0; i < NET_OUTPUTS; i++) printf(" %.9g", (double)scores[i]);
                    printf("\n");
                }
                return 0;
            }

            """);
        CCompiler.Compile(
            _folder,
            [.. CCompiler.Strict, .. CCompiler.WatchedWhereItCan, "net.c", "main.c", "-o", "net", "-lm"]);
        var (code, output, said) = CCompiler.Run(
            Path.Combine(_folder, "net"), _folder, MemoryMarshal.AsBytes(rows.AsSpan()).ToArray());
        Assert.AreEqual(0, code, said);
        float[][] lines = [.. Encoding.ASCII.GetString(output).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' ').Select(Number).ToArray())];
        Assert.HasCount(rows.Length / model.Network.InputShape.Size, lines);
        Assert.HasCount(outputs + 1, lines[0]);
        return lines;
    }

    private static float Number(string text) => text.Contains("nan", StringComparison.Ordinal)
        ? float.NaN
        : text.TrimStart('-') == "inf"
            ? (text[0] == '-' ? float.NegativeInfinity : float.PositiveInfinity)
            : float.Parse(text, CultureInfo.InvariantCulture);
}
