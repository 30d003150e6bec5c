using Microsoft.ML.Larq.Progress;

namespace Microsoft.ML.Larq.Tests.Progress.Faults.Planted;

/// <summary>A kind of fault: how it is planted, and what a reader should be told.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Plant">Spoils a healthy training, with a layer and numbers of chance.</param>
/// <param name="Right">The names of warnings that name its cause; a word of one of them that must stand there.</param>
/// <param name="IsOfALayer">Whether the one layer must be named too.</param>
internal sealed record PlantedFault(
    string Name, Func<PlantedTraining, int, Random, PlantedTraining> Plant, (string Name, string Word)[] Right,
    bool IsOfALayer = false)
{
    /// <summary>Whether what was said names the cause, and the layer where it is of one.</summary>
    public bool IsNamedBy(IEnumerable<TrainingWarning> warnings, string layer) =>
        warnings.Any(warning => IsRight(warning) && (!IsOfALayer || LayersOf(warning).Contains(layer)));

    /// <summary>What was said of something else.</summary>
    public IEnumerable<TrainingWarning> Wrong(IEnumerable<TrainingWarning> warnings, string layer) => warnings.Where(
        warning => !IsRight(warning) || (IsOfALayer && LayersOf(warning).Any(one => one != layer)));

    private bool IsRight(TrainingWarning warning) => Right.Any(right =>
        right.Name == warning.Name && warning.Message.Contains(right.Word, StringComparison.OrdinalIgnoreCase));

    private static IEnumerable<string> LayersOf(TrainingWarning warning) => (warning.Layer ?? "")
        .Split(", ", StringSplitOptions.RemoveEmptyEntries)
        .Select(name => name.EndsWith(".input", StringComparison.Ordinal) ? name[..^".input".Length] : name);
}
