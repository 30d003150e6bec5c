using Microsoft.ML.Larq.Fitting;
using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Tests.Fitting;

[TestClass]
public class TemperatureFitTests
{
    // Outputs whose labels were drawn from softmax(z / T): T comes back, as a search over the loss itself finds it.
    [TestMethod]
    [DataRow(0.2, 2)]
    [DataRow(0.2, 5)]
    [DataRow(1.0, 3)]
    [DataRow(4.0, 2)]
    [DataRow(4.0, 10)]
    public void Run_LabelsDrawnAtATemperature_FindsIt(double temperature, int classes)
    {
        const int Rows = 4000;
        var random = new Random(7);
        var outputs = Enumerable.Range(0, Rows * classes)
            .Select(_ => (float)((random.NextDouble() - 0.5) * 6 * temperature)).ToArray();
        var labels = Enumerable.Range(0, Rows).Select(row =>
        {
            var chances = SoftMax(outputs.AsSpan(row * classes, classes).ToArray(), temperature);
            var draw = random.NextDouble();
            var label = 0;
            while (label < classes - 1 && (draw -= chances[label]) > 0) label++;
            return (float)label;
        }).ToArray();
        var calibration = TemperatureFit.Run(outputs, labels, LearningTask.MulticlassClassification);
        Assert.AreEqual(Searched(outputs, labels, classes), calibration.Temperature, 0.002 * temperature);
        Assert.AreEqual(temperature, calibration.Temperature, 0.1 * temperature);
        Assert.IsLessThan(0.03, calibration.ErrorAfter);
        if (temperature != 1) Assert.IsGreaterThan(calibration.ErrorAfter, calibration.ErrorBefore);
        Assert.AreEqual(Rows, calibration.Rows);
    }

    [TestMethod]
    public void Run_Binary_IsTheFitOfTheTwoClasses()
    {
        float[] outputs = [0.1f, -0.3f, 0.2f, 0.4f, -0.1f, 0.05f], labels = [1, 0, 1, 1, 0, 0];
        var pairs = outputs.SelectMany(z => new[] { 0f, z }).ToArray();
        var binary = TemperatureFit.Run(outputs, labels, LearningTask.BinaryClassification);
        var multiclass = TemperatureFit.Run(pairs, labels, LearningTask.MulticlassClassification);
        Assert.AreEqual(multiclass, binary);
        Assert.AreEqual(Searched(pairs, labels, 2), binary.Temperature, 1e-4);
    }

    // Rows of p = 0.5 (two), 0.8, 0.9 and 0.9: bins 8, 12 and 14 of 15, of which 1 of 2, 0 of 1 and 2 of 2 are right.
    [TestMethod]
    public void Error_ByHand_SumsTheBinsGaps()
    {
        float[] outputs = [0, 0, 0, 0, Logit(0.8), 0, Logit(0.9), 0, 0, Logit(0.9)];
        float[] labels = [0, 1, 1, 0, 1];
        var expected = (Math.Abs(1 - (0.5 + 0.5)) + Math.Abs(0 - 0.8) + Math.Abs(2 - 1.8)) / 5;
        Assert.AreEqual(expected, TemperatureFit.Error(outputs, labels, 1), 1e-7);

        // At T → ∞ all rows are at 0.5: three of the first class among five.
        Assert.AreEqual(Math.Abs(2 - 2.5) / 5, TemperatureFit.Error(outputs, labels, 1e9), 1e-6);

        static float Logit(double p) => (float)Math.Log(p / (1 - p));
    }

    [TestMethod]
    public void Run_AllRowsRight_StaysFinite()
    {
        float[] outputs = [1, 0, 0, 1, 2, 0, 0, 3], labels = [0, 1, 0, 1];
        var calibration = TemperatureFit.Run(outputs, labels, LearningTask.MulticlassClassification);
        Assert.AreEqual(Searched(outputs, labels, 2), calibration.Temperature, 1e-3);
        Assert.IsGreaterThan(0.1f, calibration.Temperature);
        Assert.IsLessThan(1f, calibration.Temperature);
    }

    [TestMethod]
    public void Run_OutputsThatSayNothingOrTheContrary_AreBounded()
    {
        foreach (var outputs in new float[][] { [0, 0, 0, 0], [0, 1, 1, 0] })
        {
            var calibration = TemperatureFit.Run(outputs, [0, 1], LearningTask.MulticlassClassification);
            Assert.AreEqual(1000f, calibration.Temperature, 0.01f);
        }

        Assert.IsGreaterThanOrEqualTo(
            0.001f,
            TemperatureFit.Run([1e-6f, 0, 0, 1e-6f], [0, 1], LearningTask.MulticlassClassification).Temperature);
    }

    private static double[] SoftMax(float[] outputs, double temperature)
    {
        var largest = outputs.Max();
        var sum = outputs.Sum(z => Math.Exp((z - largest) / temperature));
        return [.. outputs.Select(z => Math.Exp((z - largest) / temperature) / sum)];
    }

    // The loss with softened targets, looked at on ever finer grids of temperatures.
    private static double Searched(float[] outputs, float[] labels, int classes)
    {
        var (centre, width) = (0.0, Math.Log(1000));
        while (width > 1e-7)
        {
            var from = centre - width;
            var step = width / 10;
            centre = Enumerable.Range(0, 21).Select(i => from + (i * step)).MinBy(log => Loss(Math.Exp(log)));
            width = step * 1.5;
        }

        return Math.Exp(centre);

        double Loss(double temperature)
        {
            var soft = 1.0 / (labels.Length + 1);
            var loss = 0.0;
            for (var row = 0; row < labels.Length; row++)
            {
                var chances = SoftMax(outputs[(row * classes)..((row + 1) * classes)], temperature);
                for (var i = 0; i < classes; i++)
                    loss -= ((i == (int)labels[row] ? 1 - soft : 0) + (soft / classes)) * Math.Log(chances[i]);
            }

            return loss;
        }
    }
}
