using Microsoft.ML.Data;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Networks.Shapes;
using Microsoft.ML.Larq.Training.Data;

namespace Microsoft.ML.Larq.Tests.Training;

[TestClass]
public class RowReaderTests
{
    private static readonly MLContext Context = new(seed: 1);
    private static readonly RowLayout Pair = new(new TensorShape(2), PixelOrder.Interleaved);

    [TestMethod]
    public void Read_BooleanLabel_IsZeroOrOne() => CollectionAssert.AreEqual(
        new[] { 1f, 0f, 1f },
        Labels("Flag", LearningTask.BinaryClassification, out var skipped, true, false, true), $"{skipped}");

    [TestMethod]
    public void Read_SingleLabel_IsTheNumberAndNaNIsSkipped()
    {
        CollectionAssert.AreEqual(
            new[] { -2.5f, 1e30f },
            Labels("Number", LearningTask.Regression, out var skipped, -2.5f, float.NaN, 1e30f, float.NaN));
        Assert.AreEqual(2, skipped);
    }

    [TestMethod]
    public void Read_BinarySingleLabel_IsZeroOrOneAndNaNIsSkipped()
    {
        CollectionAssert.AreEqual(
            new[] { 0f, 1f }, Labels("Number", LearningTask.BinaryClassification, out var skipped, 0f, float.NaN, 1f));
        Assert.AreEqual(1, skipped);
    }

    [TestMethod]
    [DataRow(LearningTask.Regression, float.PositiveInfinity, "finite")]
    [DataRow(LearningTask.Regression, float.NegativeInfinity, "finite")]
    [DataRow(LearningTask.BinaryClassification, 2f, "0 or 1")]
    [DataRow(LearningTask.BinaryClassification, -1f, "0 or 1")]
    [DataRow(LearningTask.BinaryClassification, float.PositiveInfinity, "0 or 1")]
    public void Read_LabelThatIsNone_ThrowsNamingColumnRowAndValue(LearningTask task, float bad, string allowed)
    {
        var error = Assert.ThrowsExactly<InvalidOperationException>(
            () => Labels("Number", task, out _, 0f, float.NaN, bad));
        StringAssert.Contains(error.Message, "'Number'");
        StringAssert.Contains(error.Message, allowed);
        StringAssert.Contains(error.Message, "row 2");
    }

    [TestMethod]
    [DataRow(DataKind.Byte)]
    [DataRow(DataKind.UInt16)]
    [DataRow(DataKind.UInt32)]
    [DataRow(DataKind.UInt64)]
    public void Read_KeyLabelOfAnySize_IsTheIndexAndMissingIsSkipped(DataKind kind)
    {
        var data = Key(kind, 2, 9, 0, 1);
        var reader = new RowReader("Features", Pair, new LabelReader("Key", LearningTask.MulticlassClassification));
        using var cache = Cache();
        Assert.AreEqual(kind.ToString(), ((KeyDataViewType)data.Schema["Key"].Type).RawType.Name);
        reader.Read(data, cache, () => { });
        CollectionAssert.AreEqual(new[] { 2f, 0f, 1f }, cache.Labels.ToArray());
        Assert.AreEqual(1, reader.Skipped);
        Assert.AreEqual(2f, cache[1][0], "the skipped row's features are left out, too");
    }

    [TestMethod]
    [DataRow(float.NaN)]
    [DataRow(float.PositiveInfinity)]
    [DataRow(float.NegativeInfinity)]
    public void Read_FeatureNotFinite_ThrowsNamingColumnRowAndSlot(float bad)
    {
        var data = Context.Data.LoadFromEnumerable<Row>(
            [new() { Features = [1, 2] }, new() { Features = [3, bad] }]);
        var error = Assert.ThrowsExactly<InvalidOperationException>(() => Read(data, Pair));
        StringAssert.Contains(error.Message, "'Features'");
        StringAssert.Contains(error.Message, "row 1");
        StringAssert.Contains(error.Message, "slot 1");
    }

    // A row without a label is not looked at.
    [TestMethod]
    public void Read_FeatureNotFiniteInASkippedRow_IsNoError()
    {
        var data = Context.Data.LoadFromEnumerable<Row>(
            [new() { Features = [1, float.NaN], Number = float.NaN }, new() { Features = [3, 4], Number = 5 }]);
        CollectionAssert.AreEqual(new[] { 3f, 4f }, Read(data, Pair));
    }

    [TestMethod]
    public void Read_SparseRows_FillWithZeros()
    {
        var data = Context.Data.LoadFromEnumerable<SparseRow>(
        [
            new() { Features = new VBuffer<float>(2, [7f, 8f]) },
            new() { Features = new VBuffer<float>(2, 1, [9f], [1]) },
            new() { Features = new VBuffer<float>(2, 0, [], []) },
        ]);
        CollectionAssert.AreEqual(new[] { 7f, 8, 0, 9, 0, 0 }, Read(data, Pair));
    }

    // Two pixels of three channels: planar is RR GG BB, interleaved RGB RGB.
    [TestMethod]
    [DataRow(PixelOrder.Planar, new[] { 1f, 3, 5, 2, 4, 6 })]
    [DataRow(PixelOrder.Interleaved, new[] { 1f, 2, 3, 4, 5, 6 })]
    public void Read_Image_IsPutIntoTheNetworksOrder(PixelOrder order, float[] expected)
    {
        var data = Context.Data.LoadFromEnumerable<ImageRow>([new() { Features = [1, 2, 3, 4, 5, 6] }]);
        CollectionAssert.AreEqual(expected, Read(data, new RowLayout(new TensorShape(1, 2, 3), order)));
    }

    [TestMethod]
    public void Read_Cancelled_Stops()
    {
        var data = Context.Data.LoadFromEnumerable(Enumerable.Range(0, 10).Select(_ => new Row { Features = [1, 2] }));
        using var cache = Cache();
        var reader = new RowReader("Features", Pair, new LabelReader("Number", LearningTask.Regression));
        Assert.ThrowsExactly<OperationCanceledException>(
            () => reader.Read(data, cache, () => throw new OperationCanceledException()));
    }

    private static RowCache Cache(int width = 2) => new(width, long.MaxValue, Probe.Folder);

    private static float[] Read(IDataView data, RowLayout layout)
    {
        using var cache = Cache(layout.Shape.Size);
        new RowReader("Features", layout, new LabelReader("Number", LearningTask.Regression))
            .Read(data, cache, () => { });
        var features = new float[cache.Count * cache.Features];
        cache.Gather([.. Enumerable.Range(0, cache.Count)], features);
        return features;
    }

    private static float[] Labels<T>(string column, LearningTask task, out long skipped, params T[] labels)
    {
        var data = Context.Data.LoadFromEnumerable(labels.Select(label => new Row
        {
            Features = [1, 2],
            Flag = label is true,
            Number = label is float number ? number : 0,
        }));
        using var cache = Cache();
        var reader = new RowReader("Features", Pair, new LabelReader(column, task));
        reader.Read(data, cache, () => { });
        skipped = reader.Skipped;
        return cache.Labels.ToArray();
    }

    // As ML.NET reads objects: the index from 0, and what is no index is missing.
    private static IDataView Key(DataKind kind, params uint[] indices)
    {
        var schema = SchemaDefinition.Create(typeof(Row));
        schema["Key"].ColumnType = new KeyDataViewType(typeof(uint), 3);
        var data = Context.Data.LoadFromEnumerable(
            indices.Select((index, row) => new Row { Features = [row, 0], Key = index }), schema);
        return Context.Transforms.Conversion.ConvertType("Key", outputKind: kind).Fit(data).Transform(data);
    }

    private sealed class Row
    {
        [VectorType(2)]
        public float[] Features { get; set; } = [];

        public float Number { get; set; }

        public bool Flag { get; set; }

        public uint Key { get; set; }
    }

    private sealed class SparseRow
    {
        [VectorType(2)]
        public VBuffer<float> Features { get; set; }

        public float Number { get; set; }
    }

    private sealed class ImageRow
    {
        [VectorType(6)]
        public float[] Features { get; set; } = [];

        public float Number { get; set; }
    }
}
