using Microsoft.ML.Data;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Tests.Hosting;

namespace Microsoft.ML.Larq.Tests.Scoring;

/// <summary>How far a cursor reads ahead: 64 rows, fewer where rows are long.</summary>
[TestClass]
public class ScoringBlockTests
{
    // 2²² numbers together: 20 rows of 200,000 and 3 scores, one of more than there is room for.
    [TestMethod]
    [DataRow(10, 64)]
    [DataRow(200_000, 20)]
    [DataRow(5_000_000, 1)]
    public void MoveNext_First_ReadsABlock(int numbers, int rows)
    {
        var read = 0;
        var schema = SchemaDefinition.Create(typeof(LongRow));
        schema["Features"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, numbers);
        var data = new MLContext().Data.LoadFromEnumerable(Rows(), schema);
        var model = SampleTransformer.Of(NetworkDefinition.Build(
            new TensorShape(numbers), x => x.Reshape([numbers, 1]).GlobalAveragePool().Dense(3)));
        var view = model.Transform(data);
        using var cursor = view.GetRowCursor([view.Schema["Score"]]);
        Assert.IsTrue(cursor.MoveNext());
        Assert.AreEqual(rows, read);

        IEnumerable<LongRow> Rows()
        {
            var features = new float[numbers];
            for (var row = 0; row < 100; row++)
            {
                read++;
                yield return new LongRow { Features = features };
            }
        }
    }

    private sealed class LongRow
    {
        public float[] Features { get; set; } = [];
    }
}
