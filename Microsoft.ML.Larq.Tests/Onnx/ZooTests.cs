using Microsoft.ML.Larq.Tests.Fuzz;
using Microsoft.ML.Larq.Tests.Networks.Zoo;

namespace Microsoft.ML.Larq.Tests.Onnx;

/// <summary>The zoo's models at the smallest size that they take, by ONNX Runtime.</summary>
[TestClass]
public class ZooTests
{
    public static IEnumerable<string[]> Models => ZooModel.Names;

    [TestMethod]
    [DynamicData(nameof(Models))]
    public void Score_OfEveryModel_IsThePackedOne(string name)
    {
        var definition = ZooModel.Of(name).Small(10);
        var rows = FuzzCases.IsLong ? 1000 : 8;
        var agreement = Agreement.Of(
            definition, Settled.Weights(definition, 1), Settled.Rows(definition, 2, rows), name);
        Console.WriteLine($"{name}: {agreement}, {rows} rows");
        Assert.IsGreaterThanOrEqualTo(Math.Floor(0.99 * agreement.Near), agreement.SameClass, agreement.ToString());
    }
}
