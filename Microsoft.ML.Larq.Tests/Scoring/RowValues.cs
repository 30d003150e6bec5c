using System.Globalization;
using Microsoft.ML.Data;
using Microsoft.ML.Larq.Tests.Hosting;

namespace Microsoft.ML.Larq.Tests.Scoring;

/// <summary>
/// Reads a scored row of a <see cref="TableView"/> and holds it against the packed network, asked directly.
/// </summary>
internal sealed class RowValues
{
    private static readonly BinarizedNetworkTransformer Model = SampleTransformer.Create();

    private readonly DataViewRowCursor _cursor;
    private readonly ValueGetter<VBuffer<float>> _features;
    private readonly ValueGetter<ReadOnlyMemory<char>> _name;
    private readonly ValueGetter<VBuffer<int>> _some;
    private readonly ValueGetter<VBuffer<float>> _score;
    private readonly ValueGetter<uint> _predicted;
    private readonly ValueGetter<DataViewRowId> _id;

    public RowValues(DataViewRowCursor cursor)
    {
        _cursor = cursor;
        _features = cursor.GetGetter<VBuffer<float>>(cursor.Schema["Features"]);
        _name = cursor.GetGetter<ReadOnlyMemory<char>>(cursor.Schema["Name"]);
        _some = cursor.GetGetter<VBuffer<int>>(cursor.Schema["Some"]);
        _score = cursor.GetGetter<VBuffer<float>>(cursor.Schema["Score"]);
        _predicted = cursor.GetGetter<uint>(cursor.Schema["PredictedLabel"]);
        _id = cursor.GetIdGetter();
    }

    /// <summary>The number of the row in the table, which its name tells.</summary>
    public int Number => int.Parse(Get(_name).Span["row ".Length..], CultureInfo.InvariantCulture);

    public void AssertIs(int number, bool ids = true)
    {
        Assert.AreEqual(number, Number);
        var features = TableView.Sines(number);
        CollectionAssert.AreEqual(features, Get(_features).DenseValues().ToArray());
        CollectionAssert.AreEqual(TableView.Some(number), Get(_some).DenseValues().ToArray());
        if (ids)
        {
            Assert.AreEqual(TableView.Id(number), Get(_id));
            Assert.AreEqual(number / TableView.RowsPerBatch, _cursor.Batch);
        }

        var logits = new float[3];
        Model.Packed.Score(features, logits);
        var sum = logits.Sum(logit => Math.Exp(logit));
        var score = Get(_score).DenseValues().ToArray();
        for (var i = 0; i < 3; i++) Assert.AreEqual(Math.Exp(logits[i]) / sum, score[i], 1e-5);
        Assert.AreEqual((uint)Array.IndexOf(logits, logits.Max()) + 1, Get(_predicted));
    }

    // Every call starts from a value of its own, so that a getter that keeps what it handed out is found out.
    private static T Get<T>(ValueGetter<T> getter)
    {
        T value = default!;
        getter(ref value);
        return value;
    }
}
