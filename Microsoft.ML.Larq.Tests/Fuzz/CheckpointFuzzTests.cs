namespace Microsoft.ML.Larq.Tests.Fuzz;

/// <summary>Checkpoints that were changed and sealed again; see <see cref="FuzzCases"/>.</summary>
[TestClass]
public class CheckpointFuzzTests
{
    [TestMethod]
    public void Fit_FromMutatedCheckpoints_IsRefusedOrGoesOn()
    {
        const int Cases = 400;
        if (FuzzCases.Run(CheckpointFuzz.Run, Cases, threads: 1) is not { } report) return;
        Assert.IsGreaterThan(Cases / 3, report["refused"]);
        Assert.IsGreaterThan(Cases / 20, report["resumed"]);
    }
}
