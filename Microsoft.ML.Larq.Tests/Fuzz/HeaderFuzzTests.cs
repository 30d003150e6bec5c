namespace Microsoft.ML.Larq.Tests.Fuzz;

/// <summary>Headers of model files that were changed and sealed again; see <see cref="FuzzCases"/>.</summary>
[TestClass]
public class HeaderFuzzTests
{
    [TestMethod]
    public void Load_MutatedHeaders_AreRefusedOrGiveAWholeModel()
    {
        const int Cases = 3000;
        if (FuzzCases.Run(HeaderFuzz.Run, Cases, threads: 2) is not { } report) return;
        Assert.IsGreaterThan(Cases / 3, report["refused"]);
        Assert.IsGreaterThan(Cases / 10, report["loaded"]);
    }
}
