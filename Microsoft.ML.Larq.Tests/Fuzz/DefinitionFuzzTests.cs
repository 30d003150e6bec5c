namespace Microsoft.ML.Larq.Tests.Fuzz;

/// <summary>Networks that were changed, with weights that fit them; see <see cref="FuzzCases"/>.</summary>
[TestClass]
public class DefinitionFuzzTests
{
    [TestMethod]
    public void Load_MutatedNetworks_AreRefusedOrScoreTheSameOnAllKernels()
    {
        const int Cases = 3000;
        if (FuzzCases.Run(DefinitionFuzz.Run, Cases, threads: 2) is not { } report) return;
        Assert.IsGreaterThan(Cases / 2, report["scored"]);
        Assert.IsGreaterThan(Cases / 50, report["no network"]);
        Assert.IsGreaterThan(0, report["beyond the budget"]);
        Assert.IsGreaterThan(0, report["costly"]);
    }
}
