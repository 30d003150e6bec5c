namespace Microsoft.ML.Larq.Progress.Faults;

/// <summary>
/// Follows a training and says what is wrong with it as soon as that is certain: once for each cause, and nothing that
/// contradicts what was said before.
/// </summary>
/// <param name="history">What is reported.</param>
internal sealed class Diagnosis(TrainingHistory history)
{
    private readonly List<Finding> _found = [];

    /// <summary>All that a training that has ended shows.</summary>
    public static IReadOnlyList<TrainingWarning> Of(TrainingHistory history) => [.. Findings(history)
        .Select(finding => finding.ToWarning())];

    /// <summary>The same, with what the warnings are made of.</summary>
    public static IReadOnlyList<Finding> Findings(TrainingHistory history)
    {
        var diagnosis = new Diagnosis(history);
        diagnosis.Begin();
        for (var epoch = 1; epoch <= history.Epochs; epoch++) diagnosis.AfterEpoch(epoch);
        diagnosis.End();
        return diagnosis._found;
    }

    /// <summary>What is certain before the first step.</summary>
    public IReadOnlyList<TrainingWarning> Begin() => Look(0, Moments.Start);

    /// <summary>What has become certain after an epoch.</summary>
    public IReadOnlyList<TrainingWarning> AfterEpoch(int epoch)
    {
        var view = new FaultView(history, epoch);
        var moments = (epoch == 1 ? Moments.FirstEpoch : 0) | (epoch == 2 ? Moments.SecondEpoch : 0)
            | (epoch > 1 && epoch == view.Half ? Moments.Half : 0);
        return [.. Enum.GetValues<Moments>().Where(moment => moment != Moments.End && moments.HasFlag(moment))
            .SelectMany(moment => Look(epoch, moment))];
    }

    /// <summary>What the whole training shows beside that, and what the finished model does.</summary>
    /// <param name="ofTheModel">What is doubtful of the model.</param>
    public IReadOnlyList<TrainingWarning> End(params IEnumerable<Finding> ofTheModel) =>
        Look(history.Epochs, Moments.End, ofTheModel);

    // What follows from another comes after it: results after layers and the model.
    private List<TrainingWarning> Look(int epochs, Moments moment, IEnumerable<Finding>? ofTheModel = null)
    {
        var found = FaultRules.Find(new FaultView(history, epochs), moment).ToLookup(finding => finding.IsOfTheResult);
        List<TrainingWarning> warnings = [];
        foreach (var finding in found[false].Concat(ofTheModel ?? []).Concat(found[true]))
        {
            if (Remaining(finding) is not { } remaining) continue;
            _found.Add(remaining);
            warnings.Add(remaining.ToWarning());
        }

        return warnings;
    }

    // Null for what was found before, what something found explains, and what would contradict it.
    private Finding? Remaining(Finding finding)
    {
        if (_found.Any(known => known.ExplainsAll || known.Explains.Contains(finding.Name))) return null;
        if (finding.Layers.Count > 0)
        {
            var known = _found.SelectMany(one => one.Bare).ToHashSet();
            string[] layers = [.. finding.Layers.Where(layer => !known.Contains(Finding.Bared(layer)))];
            if (layers.Length == 0) return null;
            var apart = finding.Apart is { } other ? other with { Layers = layers } : null;
            finding = finding with { Layers = layers, Apart = apart };
        }
        else if (_found.Any(known => known.Name == finding.Name))
        {
            return null;
        }

        // A fault of layers may be why the result is poor, and anything why scores are too sure.
        if (finding.YieldsToLayers && _found.Any(known => known.Layers.Count > 0)) return null;
        if (finding.YieldsToAll && _found.Count > 0) return null;
        if (!Opposed(finding)) return finding;
        return finding.Apart is { } instead && !Opposed(instead) ? instead : null;
    }

    private bool Opposed(Finding finding) => finding.Advice.Any(advice =>
        _found.Any(known => known.Advice.Any(advice.Opposes)));
}
