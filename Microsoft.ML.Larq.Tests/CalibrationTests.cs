using System.Text.Json.Nodes;
using Microsoft.ML.Data;
using Microsoft.ML.Larq.Model;

namespace Microsoft.ML.Larq.Tests;

/// <summary>Calibrated scores from training to a loaded model.</summary>
[TestClass]
public class CalibrationTests
{
    private readonly MLContext _context = new(seed: 1);

    [TestMethod]
    public void Fit_Multiclass_DividesThePackedOutputsByTheTemperature()
    {
        var data = Trainers.Table(_context);
        var model = Fit("Label");
        var calibration = model.Calibration!;
        Assert.AreEqual(90, calibration.Rows);
        Assert.AreNotEqual(1f, calibration.Temperature);
        Assert.IsLessThan(calibration.ErrorBefore, calibration.ErrorAfter);
        var features = data.GetColumn<float[]>("Features").ToArray();
        var scores = model.Transform(data).GetColumn<float[]>("Score").ToArray();
        var predicted = model.Transform(data).GetColumn<uint>("PredictedLabel").ToArray();
        for (var row = 0; row < features.Length; row++)
        {
            var outputs = new float[3];
            model.Packed.Score(features[row], outputs);
            var chances = outputs.Select(z => Math.Exp((double)z / calibration.Temperature)).ToArray();
            for (var i = 0; i < 3; i++) Assert.AreEqual(chances[i] / chances.Sum(), scores[row][i], 1e-6);
            Assert.AreEqual(Array.IndexOf(outputs, outputs.Max()) + 1, (int)predicted[row]);
        }

        Assert.AreEqual(model.Agreement.Rows, model.Agreement.Identical);
    }

    [TestMethod]
    public void Fit_Binary_DividesTheLogit()
    {
        var data = Trainers.Table(_context);
        var model = Fit("Flag");
        var temperature = model.Calibration!.Temperature;
        Assert.AreNotEqual(1f, temperature);
        var features = data.GetColumn<float[]>("Features").ToArray();
        var scored = model.Transform(data);
        var scores = scored.GetColumn<float>("Score").ToArray();
        var chances = scored.GetColumn<float>("Probability").ToArray();
        for (var row = 0; row < features.Length; row++)
        {
            var output = new float[1];
            model.Packed.Score(features[row], output);
            Assert.AreEqual(output[0] / temperature, scores[row], 1e-6f * Math.Abs(scores[row]));
            Assert.AreEqual(1 / (1 + Math.Exp(-output[0] / temperature)), chances[row], 1e-6);
        }
    }

    // Better in what Guo et al. mean, and in what ML.NET measures.
    [TestMethod]
    [DataRow("Label")]
    [DataRow("Flag")]
    public void Fit_Calibrated_HasALowerLogLossAndTheSameAccuracy(string label)
    {
        var data = Trainers.Table(_context);
        var (plain, calibrated) = (Fit(label, false).Transform(data), Fit(label, true).Transform(data));
        if (label == "Flag")
        {
            var before = _context.BinaryClassification.Evaluate(plain, "Flag");
            var after = _context.BinaryClassification.Evaluate(calibrated, "Flag");
            Assert.AreEqual(before.Accuracy, after.Accuracy);
            Assert.AreEqual(before.AreaUnderRocCurve, after.AreaUnderRocCurve, 1e-9);
            Assert.IsLessThan(before.LogLoss, after.LogLoss);
            return;
        }

        var (was, now) =
            (_context.MulticlassClassification.Evaluate(plain), _context.MulticlassClassification.Evaluate(calibrated));
        Assert.AreEqual(was.MicroAccuracy, now.MicroAccuracy);
        Assert.IsLessThan(was.LogLoss, now.LogLoss);
    }

    [TestMethod]
    public void Load_Calibrated_KeepsTemperatureAndErrors()
    {
        var model = Fit("Label");
        var loaded = BinarizedNetworkTransformer.Load(model.ToPayload());
        Assert.AreEqual(model.Calibration, loaded.Calibration);
        var data = Trainers.Table(_context);
        CollectionAssert.AreEqual(
            model.Transform(data).GetColumn<float[]>("Score").SelectMany(x => x).ToArray(),
            loaded.Transform(data).GetColumn<float[]>("Score").SelectMany(x => x).ToArray());
    }

    [TestMethod]
    public void Fit_Calibrated_SaysSoInLogAndReport()
    {
        var said = new List<string>();
        _context.Log += (_, message) => said.Add(message.RawMessage);
        var model = Fit("Label");
        Assert.AreEqual(
            $"Scores: {model.Calibration}.", said.Single(line => line.StartsWith("Scores:", StringComparison.Ordinal)));
        var page = Path.GetTempFileName();
        model.WriteReport(page);
        StringAssert.Contains(File.ReadAllText(page), model.Calibration!.ToString());
        File.Delete(page);
        Assert.AreEqual(
            "temperature 0.412, calibration error 0.123 before, 0.018 after, on 500 rows",
            new ScoreCalibration(0.4123f, 500, 0.1234, 0.0178).ToString());
    }

    [TestMethod]
    public void Fit_WithoutValidationOrClassesOrNotWanted_CalibratesNothing()
    {
        Assert.IsNull(Trainers.Fit(_context, Trainers.Options(epochs: 1)).Calibration);
        Assert.IsNull(Fit("Label", calibrate: false).Calibration);
        Assert.IsNull(Fit("Target").Calibration);
        var unscaled = Trainers.Fit(_context, Trainers.Options(epochs: 1)).ToPayload();
        Assert.DoesNotContain("calibration", System.Text.Encoding.UTF8.GetString(unscaled.Network));
    }

    [TestMethod]
    public void Fit_CalibrationWithoutValidation_NamesTheOptions()
    {
        var options = Trainers.Options();
        options.CalibrateScores = true;
        var error = Assert.ThrowsExactly<ArgumentException>(() => Trainers.Fit(_context, options));
        StringAssert.Contains(error.Message, "Option CalibrateScores is true, which needs option ValidationSet");
    }

    [TestMethod]
    public void Fit_CalibrationOfARegression_SaysWhatItIsFor()
    {
        var error = Assert.ThrowsExactly<ArgumentException>(() => Fit("Target", calibrate: true));
        StringAssert.Contains(
            error.Message, "Option CalibrateScores is for classes; label column 'Target' is for Regression");
    }

    [TestMethod]
    [DataRow("0", "finite number above 0, got 0")]
    [DataRow("-1", "got -1")]
    [DataRow("null", "'temperature' is missing")]
    public void FromJson_WrongTemperature_SaysWhatCame(string temperature, string said)
    {
        var facts = Fit("Label").Facts;
        var json = facts.ToJson();
        json["calibration"]!["temperature"] = JsonNode.Parse(temperature);
        StringAssert.Contains(
            Assert.ThrowsExactly<FormatException>(
                () => ModelFacts.FromJson(json, facts.History.Facts!.Times.ToJson)).Message, said);
    }

    private BinarizedNetworkTransformer Fit(string label, bool? calibrate = null)
    {
        var options = Trainers.Options(label, epochs: 6);
        options.ValidationSet = Trainers.Table(_context);
        options.CalibrateScores = calibrate;
        return Trainers.Fit(_context, options);
    }
}
