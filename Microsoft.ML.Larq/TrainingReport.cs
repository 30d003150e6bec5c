using Microsoft.ML.Larq.Files;
using Microsoft.ML.Larq.Fitting;
using Microsoft.ML.Larq.Model;

namespace Microsoft.ML.Larq;

/// <summary>Pages for the browser that show more than one training.</summary>
public static class TrainingReport
{
    /// <summary>Runs that fit beside one another.</summary>
    private const int MostRuns = 6;

    /// <summary>
    /// Writes a page that needs no other file and shows trainings side by side: results, warnings, facts and options
    /// with what differs marked, curves over one another, the layers' metrics on the same scales, networks.
    /// </summary>
    /// <param name="path">
    /// The file, for example <c>compared.html</c>; replaced as a whole once all is written.
    /// </param>
    /// <param name="runs">
    /// Two to six trained models, each with what it is to be called; the others are compared with the first.
    /// </param>
    /// <exception cref="ArgumentException">
    /// There are fewer or more models, one is null, or names are empty or the same.
    /// </exception>
    /// <exception cref="IOException">The file cannot be written; what was there before is still there.</exception>
    /// <remarks><c>TrainingReport.Compare("compared.html", ("Adam", one), ("Bop", other));</c></remarks>
    public static void Compare(string path, params (string Name, BinarizedNetworkTransformer Model)[] runs)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentNullException.ThrowIfNull(runs);
        if (runs.Length is < 2 or > MostRuns)
            throw new ArgumentException($"A page compares 2 to {MostRuns} runs, got {runs.Length}.", nameof(runs));
        foreach (var (index, (name, model)) in runs.Index())
        {
            if (string.IsNullOrWhiteSpace(name))
                throw new ArgumentException($"Run {index + 1} has no name.", nameof(runs));
            if (model is null) throw new ArgumentException($"Run '{name}' has no model.", nameof(runs));
        }

        if (runs.GroupBy(run => run.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new ArgumentException($"Runs have different names, got '{twice.Key}' twice.", nameof(runs));
        var defaults = OptionTable.InWords(new BinarizedNetworkTrainer.Options());
        AtomicFile.WriteText(path, ModelReport.Comparison(
            [.. runs.Select(run => (run.Name, run.Model.Facts, run.Model.Packed))], defaults));
    }
}
