namespace Microsoft.ML.Larq.Fitting;

/// <summary>Whether labels that are learned as numbers look like classes.</summary>
internal static class ClassesAsNumbers
{
    private const int Most = 10;

    /// <summary>A warning where the labels are 0 to k − 1, 1 to k, or −1 and 1, k from 2 to 10; else null.</summary>
    public static string? Warning(ReadOnlySpan<float> labels, string column)
    {
        var seen = new SortedSet<float>();
        foreach (var label in labels)
        {
            if (float.IsInteger(label) && seen.Add(label == 0 ? 0 : label) && seen.Count <= Most) continue;
            if (!seen.Contains(label) || seen.Count > Most) return null;
        }

        if (seen.Count < 2) return null;
        var isSigns = seen.SetEquals([-1, 1]);
        if (!isSigns && (seen.Min is not (0 or 1) || seen.Max - seen.Min != seen.Count - 1)) return null;
        var values = isSigns ? "-1 and 1" : $"{seen.Min:0} to {seen.Max:0}";
        return $"Label column '{column}' is Single and holds nothing but the whole numbers {values}; a regression is "
            + "trained. Conversion.MapValueToKey makes classes of them, for two ConvertType a Boolean; option Task = "
            + "Regression says that numbers are meant.";
    }
}
