using Microsoft.ML.Larq.Modules;


namespace Microsoft.ML.Larq.Tests.Packed.Oracle;

/// <summary>A packed case and the module that is trained, both against the oracle.</summary>
internal static class TrainedCase
{
    public static void AssertExact(PackedCase one, string what)
    {
        one.AssertExact(what, rows: 2);
        var row = one.Row();
        using var module = new NetworkModule(one.Definition, one.Weights, seed: 0);
        CollectionAssert.AreEqual(
            one.Expected(row), module.Score(row).Select(x => (double)x).ToArray(), what + ", trained");
    }
}
