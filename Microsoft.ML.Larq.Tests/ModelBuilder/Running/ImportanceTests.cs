using System.Globalization;
using Larq.ModelBuilder.Running;
using Microsoft.ML.Data;

namespace Microsoft.ML.Larq.Tests.ModelBuilder.Running;

[TestClass]
public sealed class ImportanceTests
{
    private sealed class Row
    {
        public float Number { get; set; }

        public string Word { get; set; } = "";

        public float Other { get; set; }
    }

    [TestMethod]
    public void Importance_OfAColumnThatSaysAll_IsTheAccuracyAboveChanceAndOfNoiseNearNothing()
    {
        using var place = new Workplace();
        var random = new Random(6);
        var text = "noise,says,kind\n" + string.Concat(Enumerable.Range(0, 600).Select(i => string.Create(
            CultureInfo.InvariantCulture, $"{random.NextDouble():F3},{i % 2},{(i % 2 == 0 ? "a" : "b")}\n")));
        var data = place.Write("t.csv", text);
        var columns = place.Train("classification", data, "kind", "--epochs", "20", "--json").Ends(0)
            .Events("importance")[0]["columns"]!.AsArray();
        Assert.AreEqual("says", (string)columns[0]!["column"]!);
        Assert.AreEqual(0.5, (double)columns[0]!["loss"]!, 0.1);
        Assert.AreEqual(0, (double)columns[1]!["loss"]!, 0.05);
    }

    [TestMethod]
    public void ShuffledColumn_KeepsValuesAndAllOtherColumns()
    {
        var mlContext = new MLContext(1);
        var rows = mlContext.Data.LoadFromEnumerable(
            Enumerable.Range(0, 50).Select(i => new Row { Number = i, Word = $"w{i}", Other = -i }).ToArray());
        foreach (var column in (string[])["Number", "Word"])
        {
            var shuffled = ShuffledColumn.Of(rows, column, 1);
            string[] Values(IDataView data, string name) => name == "Word"
                ? [.. data.GetColumn<string>(name)]
                : [.. data.GetColumn<float>(name).Select(value => value.ToString(CultureInfo.InvariantCulture))];
            foreach (var name in (string[])["Number", "Word", "Other"])
            {
                if (name != column)
                {
                    CollectionAssert.AreEqual(Values(rows, name), Values(shuffled, name));
                    continue;
                }

                CollectionAssert.AreNotEqual(Values(rows, name), Values(shuffled, name));
                CollectionAssert.AreEquivalent(Values(rows, name), Values(shuffled, name));
            }
        }
    }
}
