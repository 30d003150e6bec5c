using Microsoft.ML.Data;
using Microsoft.ML.Larq.Tests.Hosting;

namespace Microsoft.ML.Larq.Tests.Scoring;

[TestClass]
public class ScoringViewTests
{
    private static readonly BinarizedNetworkTransformer Model = SampleTransformer.Create();

    [TestMethod]
    public void Transform_UntilSomeoneReads_ReadsNothing()
    {
        var table = new TableView(200);
        var view = Model.Transform(table);
        Assert.AreEqual(200, view.GetRowCount());
        Assert.IsTrue(view.CanShuffle);
        Assert.IsEmpty(table.Cursors);
        using var cursor = view.GetRowCursor(view.Schema);
        Assert.IsEmpty(table.Reads);
    }

    [TestMethod]
    [DataRow("", "", 0, 0)]
    [DataRow("Name", "Name", 0, 10)]
    [DataRow("Score", "Features", 10, 0)]
    [DataRow("PredictedLabel,Name", "Features,Name", 10, 10)]
    [DataRow("Features", "Features", 10, 0)]
    public void GetRowCursor_SomeColumns_AsksForNoMore(string wanted, string opened, int features, int names)
    {
        var table = new TableView(10);
        var view = Model.Transform(table);
        using (var cursor = view.GetRowCursor(Columns(view, wanted)))
        {
            while (cursor.MoveNext()) Assert.AreEqual(wanted.Contains("Score"),
                cursor.IsColumnActive(view.Schema["Score"]));
        }

        Assert.AreEqual(opened, table.Cursors.Single());
        Assert.AreEqual(features, table.Reads.GetValueOrDefault("Features"));
        Assert.AreEqual(names, table.Reads.GetValueOrDefault("Name"));
        Assert.AreEqual(1, table.Disposed);
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(1)]
    [DataRow(63)]
    [DataRow(64)]
    [DataRow(65)]
    [DataRow(129)]
    public void GetRowCursor_EveryBlockBoundary_GivesEachRowItsOwnValues(int rows)
    {
        var view = Model.Transform(new TableView(rows));
        using var cursor = view.GetRowCursor(view.Schema);
        var row = new RowValues(cursor);
        Assert.AreEqual(-1, cursor.Position);
        for (var i = 0; i < rows; i++)
        {
            Assert.IsTrue(cursor.MoveNext());
            Assert.AreEqual(i, cursor.Position);
            row.AssertIs(i);
        }

        Assert.IsFalse(cursor.MoveNext());
        Assert.IsFalse(cursor.MoveNext());
        Assert.AreEqual(-1, cursor.Position);
    }

    [TestMethod]
    [DataRow(2)]
    [DataRow(5)]
    public void GetRowCursorSet_Merged_GivesTheSameRows(int cursors)
    {
        var view = Model.Transform(new TableView(300));
        var seen = new List<int>();
        var set = view.GetRowCursorSet(view.Schema, cursors);
        Assert.HasCount(cursors, set);
        Parallel.ForEach(set, cursor =>
        {
            using var _ = cursor;
            var row = new RowValues(cursor);
            while (cursor.MoveNext())
            {
                var number = row.Number;
                row.AssertIs(number);
                lock (seen) seen.Add(number);
            }
        });
        CollectionAssert.AreEqual(Enumerable.Range(0, 300).ToArray(), seen.Order().ToArray());
    }

    [TestMethod]
    public void GetRowCursor_Shuffled_MovesRowsAsWholes()
    {
        var view = Model.Transform(new TableView(150));
        var seen = new List<int>();
        using var cursor = view.GetRowCursor(view.Schema, new Random(1));
        var row = new RowValues(cursor);
        while (cursor.MoveNext())
        {
            seen.Add(row.Number);
            row.AssertIs(seen[^1]);
        }

        CollectionAssert.AreNotEqual(Enumerable.Range(0, 150).ToArray(), seen);
        CollectionAssert.AreEqual(Enumerable.Range(0, 150).ToArray(), seen.Order().ToArray());
    }

    [TestMethod]
    public void GetRowCursor_MLNetsOwnShuffleAndSkip_KeepRowsWhole()
    {
        var context = new MLContext(seed: 3);
        var view = context.Data.SkipRows(context.Data.ShuffleRows(Model.Transform(new TableView(150))), 20);
        using var cursor = view.GetRowCursor(view.Schema);
        var row = new RowValues(cursor);
        var count = 0;
        for (; cursor.MoveNext(); count++) row.AssertIs(row.Number, ids: false);
        Assert.AreEqual(130, count);
    }

    [TestMethod]
    public void Transform_EightThreadsAtOnce_AllGiveTheSame()
    {
        using var start = new Barrier(8);
        var expected = Scores(Model.Transform(new TableView(500)));
        var actual = new float[8][];
        var threads = Enumerable.Range(0, 8).Select(number => new Thread(() =>
        {
            start.SignalAndWait();
            actual[number] = Scores(Model.Transform(new TableView(500)));
        })).ToArray();
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();
        foreach (var scores in actual) CollectionAssert.AreEqual(expected, scores);
    }

    [TestMethod]
    public void Score_SparseVectors_EqualsDense()
    {
        static float[] Sparse(int row) => [0, row, 0, 0, -row];
        var context = new MLContext();
        var rows = Enumerable.Range(0, 70)
            .Select(row => new SparseRow { Features = new VBuffer<float>(5, 2, [row, -row], [1, 4]) });
        var sparse = Scores(Model.Transform(context.Data.LoadFromEnumerable(rows)));
        CollectionAssert.AreEqual(Scores(Model.Transform(new TableView(70, Sparse))), sparse);
    }

    [TestMethod]
    public void Score_OfClasses_SumsToOneAndNamesItsSlots()
    {
        var view = Model.Transform(new TableView(100));
        foreach (var row in view.GetColumn<float[]>("Score"))
        {
            Assert.AreEqual(1, row.Sum(), 1e-5);
            Assert.IsTrue(row.All(score => score is >= 0 and <= 1));
        }

        VBuffer<ReadOnlyMemory<char>> names = default;
        view.Schema["Score"].GetSlotNames(ref names);
        CollectionAssert.AreEqual(new[] { "a", "b", "ü" }, names.DenseValues().Select(name => name.ToString())
            .ToArray());
    }

    private static DataViewSchema.Column[] Columns(IDataView view, string names) =>
        [.. view.Schema.Where(column => names.Split(',').Contains(column.Name))];

    private static float[] Scores(IDataView view) => [.. view.GetColumn<float[]>("Score").SelectMany(row => row)];

    private sealed class SparseRow
    {
        [VectorType(5)]
        public VBuffer<float> Features { get; set; }
    }
}
