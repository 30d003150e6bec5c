using System.Collections.Concurrent;
using Microsoft.ML.Data;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Tests.Hosting;

namespace Microsoft.ML.Larq.Tests.Scoring;

/// <summary>A row that a holder scores: once for each place of the row beneath, however often it is read.</summary>
[TestClass]
public class ScoringRowTests
{
    [TestMethod]
    public void Getters_OneRowReadSeveralTimes_RunTheNetworkOnce()
    {
        Quantizer.Register("counted_sign", _ => new CountedSignQuantizer());
        var model = SampleTransformer.Of(NetworkDefinition.Build(
            new TensorShape(SampleTransformer.Features),
            x => x.QuantDense(8, new CountedSignQuantizer(), "ste_sign").Dense(3)));
        var table = new TableView(3);
        using var cursor = table.GetRowCursor(table.Schema);
        var mapper = ((ITransformer)model).GetRowToRowMapper(table.Schema);
        using var row = mapper.GetRow(cursor, mapper.OutputSchema);
        var score = row.GetGetter<VBuffer<float>>(row.Schema["Score"]);
        var predicted = row.GetGetter<uint>(row.Schema["PredictedLabel"]);
        VBuffer<float> scores = default;
        uint key = 0;
        var expected = Enumerable.Range(0, 3).Select(number => Class(model, TableView.Sines(number))).ToArray();
        CountedSignQuantizer.Runs.Clear();
        for (var number = 1; cursor.MoveNext(); number++)
        {
            for (var again = 0; again < 3; again++)
            {
                score(ref scores);
                predicted(ref key);
                Assert.AreEqual(number, table.Reads["Features"]);
                Assert.HasCount(number, CountedSignQuantizer.Runs);
            }

            // Of this row and not of the one before.
            Assert.AreEqual(expected[number - 1], key);
        }
    }

    [TestMethod]
    public void GetRow_ColumnsOfTheInput_ScoresNothing()
    {
        var table = new TableView(2);
        using var cursor = table.GetRowCursor(table.Schema);
        var mapper = ((ITransformer)SampleTransformer.Create()).GetRowToRowMapper(table.Schema);
        using var row = mapper.GetRow(cursor, [mapper.OutputSchema["Name"]]);
        Assert.IsTrue(row.IsColumnActive(row.Schema["Name"]));
        Assert.IsFalse(row.IsColumnActive(row.Schema["Score"]));
        var name = row.GetGetter<ReadOnlyMemory<char>>(row.Schema["Name"]);
        ReadOnlyMemory<char> text = default;
        for (var number = 0; cursor.MoveNext(); number++)
        {
            name(ref text);
            Assert.AreEqual($"row {number}", text.ToString());
            Assert.AreEqual(number, row.Position);
            Assert.AreEqual(cursor.Batch, row.Batch);
        }

        Assert.IsFalse(table.Reads.ContainsKey("Features"));
    }

    private static uint Class(BinarizedNetworkTransformer model, float[] row)
    {
        var scores = new float[3];
        model.Packed.Score(row, scores);
        return (uint)Array.IndexOf(scores, scores.Max()) + 1;
    }

    // Each column of the input once, the features wherever a score is wanted.
    [TestMethod]
    [DataRow("Score", "Features")]
    [DataRow("Features,Score", "Features")]
    [DataRow("Name,PredictedLabel,Features", "Features,Name")]
    [DataRow("Name", "Name")]
    [DataRow("", "")]
    public void GetDependencies_Columns_AreThoseToBeRead(string wanted, string read)
    {
        var table = new TableView(1);
        var mapper = ((ITransformer)SampleTransformer.Create()).GetRowToRowMapper(table.Schema);
        Assert.AreSame(table.Schema, mapper.InputSchema);
        var columns = mapper.OutputSchema.Where(column => wanted.Split(',').Contains(column.Name));
        Assert.AreEqual(read, string.Join(',', mapper.GetDependencies(columns).Select(column => column.Name).Order()));
    }

    /// <summary>The sign, which notes every run.</summary>
    private sealed record CountedSignQuantizer : CustomQuantizer
    {
        public static ConcurrentStack<int> Runs { get; } = [];

        public override string Alias => "counted_sign";

        public override int Precision => 1;

        public override Alphabet Alphabet => Alphabet.Signs;

        protected override void Quantize(
            ReadOnlySpan<float> values, TensorShape shape, QuantizerValues parameters, Span<float> quantized)
        {
            Runs.Push(values.Length);
            for (var i = 0; i < values.Length; i++) quantized[i] = values[i] >= 0 ? 1 : -1;
        }
    }
}
