using Microsoft.ML.Larq.Tests.Fuzz;
using Microsoft.ML.Larq.Tests.Networks.Zoo;

namespace Microsoft.ML.Larq.Tests.Onnx;

/// <summary>The zoo's models at the smallest size that they take, by ONNX Runtime.</summary>
/// <remarks>
/// They were never trained, so that their classes lie close together, and a sign that rounding turns may change one: in
/// three rows of two hundred at most. Of 1,000 rows of each model 9,215 came near a threshold, and 36 of these got
/// another class (0.4 %), 11 of them of BinaryDenseNet45.
/// </remarks>
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
        Assert.IsLessThanOrEqualTo(
            Math.Max(1, rows * 3 / 200), agreement.Near - agreement.SameClass, agreement.ToString());
    }
}
