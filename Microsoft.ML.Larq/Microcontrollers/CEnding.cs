using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Packed;

namespace Microsoft.ML.Larq.Microcontrollers;

/// <summary>What a network's outputs mean, and what they are called in C.</summary>
/// <param name="Use">What they mean.</param>
/// <param name="Labels">Names of the scores; null for none.</param>
internal sealed record CEnding(PackedUse Use, IReadOnlyList<string>? Labels)
{
    /// <summary>Of a network alone: two scores or more that no softmax gave are those of classes.</summary>
    public static CEnding Of(NetworkDefinition network, IReadOnlyList<string>? labels) => new(
        new PackedUse(network.OutputShape is { Rank: 1, Size: >= 2 } && network.Output.Kind is not SoftmaxLayer
            ? LearningTask.MulticlassClassification
            : LearningTask.Outputs),
        labels);

    /// <summary>Of a use; two classes have one score, and no names in C.</summary>
    public static CEnding Of(PackedUse use) => new(
        use,
        use.Task == LearningTask.MulticlassClassification && !use.ClassNames.IsEmpty ? use.ClassNames : null);

    /// <summary>The same, if its labels fit.</summary>
    /// <exception cref="ArgumentException">They are not one for each score, or one is no C string.</exception>
    /// <param name="outputs">How many scores there are.</param>
    /// <param name="parameter">The parameter that gave the labels; null where a model did.</param>
    public CEnding Checked(int outputs, string? parameter)
    {
        if (Labels is null) return this;
        if (Labels.Count != outputs)
            throw new ArgumentException($"Each of {outputs} scores has a label, got {Labels.Count}.", parameter);

        var wrong = Labels.TakeWhile(IsString).Count();
        return wrong == Labels.Count
            ? this
            : throw new ArgumentException(
                "A class's name is in C a string of at most 4095 bytes of UTF-8 without the character 0; that of class "
                + $"{wrong}, counted from 0, is not.",
                parameter);
    }

    private static bool IsString(string? label)
    {
        // What every C99 compiler takes of a string, in bytes.
        const int Longest = 4095;
        return label is not null && !label.Contains('\0') && System.Text.Encoding.UTF8.GetByteCount(label) <= Longest;
    }
}
