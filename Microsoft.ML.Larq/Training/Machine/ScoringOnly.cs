namespace Microsoft.ML.Larq.Training.Machine;

/// <summary>Says in one sentence what a program lacks that was built to score alone.</summary>
internal static class ScoringOnly
{
    /// <summary>What the build writes into such a program's runtimeconfig.json.</summary>
    public const string Switch = "Microsoft.ML.Larq.ScoringOnly";

    /// <exception cref="InvalidOperationException">The program was built so.</exception>
    public static void RefuseTraining()
    {
        if (!AppContext.TryGetSwitch(Switch, out var isOn) || !isOn) return;
        throw new InvalidOperationException(
            "This program was built to score alone (LarqScoringOnly in its project file), without what training needs: "
            + "take that line out, and reference a libtorch package such as TorchSharp-cpu.");
    }
}
