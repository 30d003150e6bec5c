using Microsoft.ML.Data;
using Microsoft.ML.Larq.Tests.Hosting;

namespace Microsoft.ML.Larq.Tests.Scoring;

[TestClass]
public class ScoringMisuseTests
{
    private static readonly IDataView View = SampleTransformer.Create().Transform(new TableView(3));

    [TestMethod]
    public void Getters_BeforeTheFirstRowAndAfterTheLast_SaySo()
    {
        using var cursor = View.GetRowCursor(View.Schema);
        var score = cursor.GetGetter<VBuffer<float>>(View.Schema["Score"]);
        var name = cursor.GetGetter<ReadOnlyMemory<char>>(View.Schema["Name"]);
        var id = cursor.GetIdGetter();
        AssertNoRow(score);
        AssertNoRow(name);
        AssertNoRow(id);
        while (cursor.MoveNext())
        {
            VBuffer<float> value = default;
            score(ref value);
        }

        AssertNoRow(score);
        AssertNoRow(name);
        AssertNoRow(id);
    }

    [TestMethod]
    public void GetGetter_ColumnNotAskedFor_NamesIt()
    {
        using var cursor = View.GetRowCursor([View.Schema["Name"]]);
        var error = Assert.ThrowsExactly<InvalidOperationException>(
            () => cursor.GetGetter<VBuffer<float>>(View.Schema["Score"]));
        StringAssert.Contains(error.Message, "'Score' is not active");
        Assert.ThrowsExactly<InvalidOperationException>(() =>
            cursor.GetGetter<VBuffer<float>>(View.Schema["Features"]));
    }

    [TestMethod]
    [DataRow("Score", "Vector<Single, 3>")]
    [DataRow("Name", "String")]
    public void GetGetter_OtherType_NamesColumnAndBothTypes(string column, string type)
    {
        using var cursor = View.GetRowCursor(View.Schema);
        var error = Assert.ThrowsExactly<InvalidOperationException>(() =>
            cursor.GetGetter<double>(View.Schema[column]));
        StringAssert.Contains(error.Message, $"'{column}' is {type}");
        StringAssert.Contains(error.Message, "System.Double");
    }

    [TestMethod]
    public void GetRowCursor_ColumnOfAnotherSchema_IsRefused()
    {
        var other = new MLContext().Data.LoadFromEnumerable([new { Else = 1f }]).Schema["Else"];
        var error = Assert.ThrowsExactly<ArgumentException>(() => View.GetRowCursor([other]));
        StringAssert.Contains(error.Message, "'Else'");
        using var cursor = View.GetRowCursor(View.Schema);
        Assert.ThrowsExactly<ArgumentException>(() => cursor.IsColumnActive(other));
        Assert.ThrowsExactly<ArgumentException>(() => cursor.GetGetter<float>(other));
    }

    [TestMethod]
    public void Row_BelowTheFirstPosition_GivesNoScores()
    {
        var model = SampleTransformer.Create();
        var table = new TableView(1);
        var mapper = ((ITransformer)model).GetRowToRowMapper(table.Schema);
        using var cursor = table.GetRowCursor(table.Schema);
        using var row = mapper.GetRow(cursor, mapper.OutputSchema);
        var score = row.GetGetter<VBuffer<float>>(mapper.OutputSchema["Score"]);
        VBuffer<float> value = default;
        Assert.ThrowsExactly<InvalidOperationException>(() => score(ref value));
        Assert.IsTrue(cursor.MoveNext());
        score(ref value);
        Assert.AreEqual(3, value.Length);
    }

    private static void AssertNoRow<T>(ValueGetter<T> getter)
    {
        T value = default!;
        var error = Assert.ThrowsExactly<InvalidOperationException>(() => getter(ref value));
        StringAssert.Contains(error.Message, "stands on no row");
    }
}
