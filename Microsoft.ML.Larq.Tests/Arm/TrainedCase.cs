using Microsoft.ML.Larq.Tests.Packed.Oracle;

namespace Microsoft.ML.Larq.Tests.Packed;

/// <summary>The packed half of a case: libtorch, which the other half needs, is not here.</summary>
internal static class TrainedCase
{
    public static void AssertExact(PackedCase one, string what) => one.AssertExact(what, rows: 2);
}
