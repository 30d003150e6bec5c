using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Networks.Kinds;
using Microsoft.ML.Larq.Training.Data;

namespace Microsoft.ML.Larq.Tests.Training;

[TestClass]
public class TrainingColumnsTests
{
    private const int Rows = 40;

    // Constant, 0 or 1, a number, a number that is missing in every tenth row, and twice nothing but a missing value.
    private static float[] Row(int row) =>
        [7, row % 2, row, row % 10 == 0 ? float.NaN : row, float.NaN];

    [TestMethod]
    public void BitsOf_Columns_AreWhatTheyCanSay()
    {
        using var rows = Cache();
        var bits = new TrainingColumns(rows, 2).BitsOf([0, 1, 2, 3, 4], 6, 100);
        CollectionAssert.AreEqual(new[] { 0, 1, 6, 7, 1 }, bits.ToArray());
    }

    [TestMethod]
    public void BitsOf_NothingButConstants_IsOneBit()
    {
        using var rows = Probe.Rows([1, 2, 1, 2, 1, 2], 0, 1, 0);
        CollectionAssert.AreEqual(new[] { 1, 0 }, new TrainingColumns(rows, 2).BitsOf([0, 1], 6, 100).ToArray());
    }

    // 600 rows, each one of 300: nothing is seen often, but all of it says everything.
    [TestMethod]
    public void BitsOf_NothingButRareValues_AreTakenAllTheSame()
    {
        using var rows = Probe.Rows(
            [.. Enumerable.Range(0, 600)
                .SelectMany(row => Enumerable.Range(0, 300).Select(i => row / 2 == i ? 1f : 0f))],
            [.. Enumerable.Range(0, 600).Select(row => row < 300 ? 0f : 1f)]);
        var bits = new TrainingColumns(rows, 2).BitsOf([.. Enumerable.Range(0, 300)], 6, 1_000);
        Assert.IsTrue(bits.All(count => count == 1));
    }

    // A column says the label, another half of it, ten nothing: those keep one bit each, the first gets the most.
    [TestMethod]
    public void BitsOf_FewInAll_GoWhereTheyTellMost()
    {
        var random = new Random(3);
        var labels = Enumerable.Range(0, 400).Select(row => (float)(row / 20 % 2)).ToArray();
        using var rows = Probe.Rows(
            [.. Enumerable.Range(0, 400).SelectMany(row => Enumerable.Range(0, 12).Select(slot => slot switch
            {
                0 => row,
                1 => random.Next(2) == 0 ? row : random.Next(400),
                _ => random.Next(400),
            } + 0f))], labels);
        var slots = Enumerable.Range(0, 12).ToArray();
        var all = new TrainingColumns(rows, 2).BitsOf([.. slots], 16, int.MaxValue);
        Assert.IsTrue(all.All(count => count == 16));
        var bits = new TrainingColumns(rows, 2).BitsOf([.. slots], 16, 20);
        Assert.AreEqual(20, bits.Sum());
        Assert.IsTrue(bits.All(count => count >= 1));
        Assert.IsGreaterThanOrEqualTo(7, bits[0]);
        Assert.IsTrue(bits.Skip(2).All(count => count <= 2));
        Assert.IsTrue(new TrainingColumns(rows, 2).BitsOf([.. slots], 16, 5).All(count => count == 1), "one is kept");
    }

    // Two rows a value, one-hot: where the value says the label they are taken all, where it is noise none is.
    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void BitsOf_RareValues_AreTakenWhereTogetherTheyTell(bool tells)
    {
        var random = new Random(4);
        using var rows = Probe.Rows(
            [.. Enumerable.Range(0, 600).SelectMany(row => Enumerable.Range(0, 301)
                .Select(slot => slot == 300 ? random.Next(2) : row % 300 == slot ? 1f : 0f))],
            [.. Enumerable.Range(0, 600).Select(row => tells ? row % 300 * 7 % 13 < 6 ? 1f : 0f : random.Next(2))]);
        var bits = new TrainingColumns(rows, 2).BitsOf([.. Enumerable.Range(0, 301)], 4, 4_000);
        Assert.AreEqual(tells ? 301 : 1, bits.Sum());
        Assert.AreEqual(1, bits[300]);
    }

    [TestMethod]
    public void GradedColumns_OfSparseRows_AreTheSame()
    {
        var random = new Random(5);
        float[] Numbers(int levels) => [.. Enumerable.Range(0, 300 * 20)
            .Select(_ => random.Next(20) == 0 ? 1f + random.Next(levels) : 0)];
        using var graded = Probe.Rows(Numbers(9), new float[20]);
        using var flags = Probe.Rows(Numbers(1), new float[20]);
        Assert.IsTrue(graded.IsSparse);
        var expected = Enumerable.Range(0, 300)
            .Count(slot => Enumerable.Range(0, 20).Select(row => graded[row][slot]).Distinct().Count() > 2);
        Assert.AreEqual(expected, new TrainingColumns(graded, 2).GradedColumns);
        Assert.AreEqual(0, new TrainingColumns(flags, 2).GradedColumns);
    }

    [TestMethod]
    public void GradedColumns_AreThoseOfMoreThanTwoValues()
    {
        using var rows = Cache();
        Assert.AreEqual(2, new TrainingColumns(rows, 2).GradedColumns);
    }

    [TestMethod]
    public void Fit_PlannedThermometer_HasItsThresholdsInOrder()
    {
        using var rows = Cache();
        var columns = new TrainingColumns(rows, 2);
        var definition = NetworkDefinition.Build(
            new TensorShape(5), x => x.Thermometer(6).Dense(1), new NetworkGraph(columns));
        var thresholds = Thresholds(definition, rows, columns);
        Assert.AreEqual(0.5f, thresholds[0]);
        var number = thresholds[1..7];
        CollectionAssert.AreEqual(number.Order().ToArray(), number);
        CollectionAssert.AllItemsAreUnique(number);
        Assert.AreEqual(float.PositiveInfinity, thresholds[7]);
        Assert.IsTrue(thresholds[8..14].All(float.IsFinite));
        Assert.AreEqual(float.PositiveInfinity, thresholds[14]);
    }

    [TestMethod]
    public void Fit_BitsThatWereGiven_AreFilledAsFarAsThereAreCuts()
    {
        using var rows = Cache();
        var columns = new TrainingColumns(rows, 2);
        var definition = NetworkDefinition.Build(
            new TensorShape(5), x => x.Apply(new ThermometerLayer { Bits = [2, 3, 0, 1, 0] }).Dense(1));
        float[] expected =
        [
            float.PositiveInfinity, float.PositiveInfinity,
            0.5f, float.PositiveInfinity, float.PositiveInfinity, float.PositiveInfinity,
        ];
        CollectionAssert.AreEqual(expected, Thresholds(definition, rows, columns));
    }

    [TestMethod]
    public void Fit_PartsOfTheInput_TakeTheirOwnColumns()
    {
        using var rows = Cache();
        var columns = new TrainingColumns(rows, 2);
        var definition = NetworkDefinition.Build(
            new TensorShape(5),
            x => x.ChannelSlice(2, 1).Concatenate(x.ChannelSlice(1, 1)).Identity().Reshape([2, 1]).Flatten()
                .Thermometer(4).Concatenate(x.ChannelSlice(1, 2).QuantileThermometer(1)).Dense(1),
            new NetworkGraph(columns));
        var bits = (ThermometerLayer)definition["thermometer"].Kind;
        CollectionAssert.AreEqual(new[] { 4, 1 }, bits.Bits.ToArray());
        Assert.AreEqual(0.5f, Thresholds(definition, rows, columns)[4]);
        var weights = ThermometerFit.Fit(definition, NetworkWeights.Initialize(definition, 1), rows, columns);
        CollectionAssert.AreEqual(
            new[] { 0.5f, 19.5f }, weights["quantile_thermometer/thresholds"].Values.ToArray());
    }

    private static float[] Thresholds(NetworkDefinition definition, RowCache rows, TrainingColumns columns) =>
        ThermometerFit.Fit(definition, NetworkWeights.Initialize(definition, 1), rows, columns)
            ["thermometer/thresholds"].Values.ToArray();

    private static RowCache Cache() => Probe.Rows(
        [.. Enumerable.Range(0, Rows).SelectMany(Row)],
        [.. Enumerable.Range(0, Rows).Select(row => row < 13 ? 0f : 1f)]);
}
