namespace Microsoft.ML.Larq.Reports;

/// <summary>The values that a healthy layer has.</summary>
/// <param name="Low">The least; negative infinity for no bound.</param>
/// <param name="High">The largest; infinity for no bound.</param>
internal sealed record Band(double Low, double High)
{
    /// <summary>For example <c>0.2 to 0.8</c>.</summary>
    public override string ToString() => (double.IsFinite(Low), double.IsFinite(High)) switch
    {
        (true, true) => $"{Html.Value(Low)} to {Html.Value(High)}",
        (true, false) => $"{Html.Value(Low)} and more",
        _ => $"{Html.Value(High)} and less",
    };

    /// <summary>Where it lies along an axis.</summary>
    public (double Low, double High) On(Scale scale) =>
        (double.IsFinite(Low) ? scale.At(Low) : 0, double.IsFinite(High) ? scale.At(High) : 1);
}
