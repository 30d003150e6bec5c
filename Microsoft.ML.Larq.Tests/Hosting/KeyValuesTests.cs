using System.Text.Json.Nodes;
using Microsoft.ML.Data;
using Microsoft.ML.Larq.Hosting;

namespace Microsoft.ML.Larq.Tests.Hosting;

[TestClass]
public class KeyValuesTests
{
    [TestMethod]
    public void RoundTrip_Text()
        => Check(["b", "a", "ä \"quoted\"", " "], "Text", text => text.AsMemory(), text => text.ToString());

    [TestMethod]
    public void RoundTrip_Single()
        => Check([0.1f, -0f, float.MaxValue, float.Epsilon, float.PositiveInfinity, float.NegativeInfinity], "Single");

    [TestMethod]
    public void RoundTrip_Double()
        => Check([0.1, Math.PI, double.MaxValue, double.Epsilon, double.PositiveInfinity, double.NegativeInfinity],
            "Double");

    [TestMethod]
    public void RoundTrip_Int32() => Check([5, int.MinValue, int.MaxValue], "Int32");

    [TestMethod]
    public void RoundTrip_UInt32() => Check([5u, 0u, uint.MaxValue], "UInt32");

    [TestMethod]
    public void RoundTrip_Int64() => Check([5L, long.MinValue, long.MaxValue], "Int64");

    [TestMethod]
    public void RoundTrip_UInt64() => Check([5ul, 0ul, ulong.MaxValue], "UInt64");

    [TestMethod]
    public void RoundTrip_Int16() => Check<short>([5, short.MinValue, short.MaxValue], "Int16");

    [TestMethod]
    public void RoundTrip_UInt16() => Check<ushort>([5, 0, ushort.MaxValue], "UInt16");

    [TestMethod]
    public void RoundTrip_Byte() => Check<byte>([5, 0, byte.MaxValue], "Byte");

    [TestMethod]
    public void RoundTrip_SByte() => Check<sbyte>([5, sbyte.MinValue, sbyte.MaxValue], "SByte");

    [TestMethod]
    public void RoundTrip_Boolean() => Check([true, false], "Boolean");

    [TestMethod]
    public void RoundTrip_DateTime()
        => Check([new DateTime(2026, 7, 1, 23, 59, 59).AddTicks(1), DateTime.MinValue, DateTime.MaxValue], "DateTime");

    [TestMethod]
    public void Read_NoKeyColumn_GivesNull()
    {
        var data = new MLContext().Data.LoadFromEnumerable([new Labelled<int> { Label = 1 }]);
        Assert.IsNull(KeyValues.Read(data.Schema["Label"]));
    }

    [TestMethod]
    public void Read_KeyWithoutValues_GivesNull()
    {
        var builder = new DataViewSchema.Builder();
        builder.AddColumn("Label", new KeyDataViewType(typeof(uint), 3));
        Assert.IsNull(KeyValues.Read(builder.ToSchema()["Label"]));
    }

    [TestMethod]
    public void Read_TypeWithoutAPlace_NamesColumnAndType()
    {
        var context = new MLContext();
        var data = context.Data.LoadFromEnumerable([new Labelled<TimeSpan> { Label = TimeSpan.FromDays(1) }]);
        var keyed = context.Transforms.Conversion.MapValueToKey("Label").Fit(data).Transform(data);
        var error = Assert.ThrowsExactly<ArgumentException>(() => KeyValues.Read(keyed.Schema["Label"]));
        StringAssert.Contains(error.Message, "'Label'");
        StringAssert.Contains(error.Message, "TimeSpan");
    }

    [TestMethod]
    [DataRow("null", "'type' is one of")]
    [DataRow("[]", "'type' is one of")]
    [DataRow("""{ "type": 5, "values": [] }""", "'type' is one of")]
    [DataRow("""{ "type": "Tensor", "values": [] }""", "got 'Tensor'")]
    [DataRow("""{ "type": "Int32" }""", "'values' is an array")]
    [DataRow("""{ "type": "Int32", "values": [1, 2147483648] }""", "value 1 is a Int32, got 2147483648")]
    [DataRow("""{ "type": "Int32", "values": [1.5] }""", "value 0 is a Int32, got 1.5")]
    [DataRow("""{ "type": "Byte", "values": ["x"] }""", "value 0 is a Byte, got \"x\"")]
    [DataRow("""{ "type": "Text", "values": [1] }""", "value 0 is a Text, got 1")]
    [DataRow("""{ "type": "Text", "values": [null] }""", "value 0 is a Text, got null")]
    [DataRow("""{ "type": "DateTime", "values": ["yesterday"] }""", "value 0 is a DateTime")]
    [DataRow("""{ "type": "Boolean", "values": [{}] }""", "value 0 is a Boolean, got {}")]
    public void FromJson_AnythingElse_SaysWhat(string json, string message)
    {
        var error = Assert.ThrowsExactly<FormatException>(() => KeyValues.FromJson(JsonNode.Parse(json)));
        StringAssert.Contains(error.Message, message);
    }

    private static void Check<T>(T[] values, string type) => Check(values, type, value => value, value => value);

    // ML.NET's own MapValueToKey makes the values and its own MapKeyToValue reads ours back.
    private static void Check<T, TInside>(T[] values, string type, Func<T, TInside> inside, Func<TInside, T> outside)
    {
        var context = new MLContext();
        var data = context.Data.LoadFromEnumerable(values.Select(value => new Labelled<T> { Label = value }));
        var keyed = context.Transforms.Conversion.MapValueToKey("Label").Fit(data).Transform(data);

        var read = KeyValues.Read(keyed.Schema["Label"])!;
        var json = read.ToJson().ToJsonString();
        Assert.AreEqual(type, (string?)JsonNode.Parse(json)!["type"]);
        var restored = KeyValues.FromJson(JsonNode.Parse(json));
        Assert.AreEqual(values.Length, restored.Count);
        Assert.AreEqual(json, restored.ToJson().ToJsonString());
        CollectionAssert.AreEqual(read.Names.ToArray(), restored.Names.ToArray());

        var predicted = new Predictions(keyed, restored);
        var back = context.Transforms.Conversion.MapKeyToValue("PredictedLabel").Fit(predicted).Transform(predicted);
        var column = back.Schema["PredictedLabel"];
        Assert.AreEqual(typeof(TInside), column.Type.RawType);
        CollectionAssert.AreEqual(values.Select(inside).Select(outside).ToArray(),
            back.GetColumn<TInside>(column).Select(outside).ToArray());
    }

    private sealed class Labelled<T>
    {
        public T? Label { get; set; }
    }
}
