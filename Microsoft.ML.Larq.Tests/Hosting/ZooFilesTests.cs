using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Tests.Fuzz;
using Microsoft.ML.Larq.Tests.Networks.Zoo;

namespace Microsoft.ML.Larq.Tests.Hosting;

/// <summary>
/// Model files of the zoo at 512 pixels, with random weights, are loaded by the default budget in a fresh process; all
/// of them, XNOR-Net with its 468 million weights among them, in the long form.
/// </summary>
[TestClass]
public class ZooFilesTests
{
    private const long LargestHeap = 12L << 30;

    public static IEnumerable<object[]> Names =>
        ZooModel.All.Where(model => FuzzCases.IsLong || model.Name is "QuickNetSmall" or "BinaryDenseNet45")
            .Select(model => new object[] { model.Name });

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void Load_NetworkOfTheZooAt512Pixels_IsScored(string name)
    {
        using var process = new GuardedProcess();
        var network = NetworkDefinition.Build(
            new TensorShape(512, 512, 3), x => ZooModel.Of(name).Network(x, 1000));
        FileOfNothing.Write(process.PathOf("zoo.zip"), network, random: new Random(1));
        var result = process.Run(["zoo.zip"], LargestHeap).Single();
        Console.WriteLine($"{name}: {new FileInfo(process.PathOf("zoo.zip")).Length:N0} B, {result}");
        StringAssert.StartsWith(result.Outcome, "scored 1000 numbers");
    }
}
