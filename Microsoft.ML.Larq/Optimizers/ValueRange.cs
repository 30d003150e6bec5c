namespace Microsoft.ML.Larq.Optimizers;

/// <summary>Which values a hyperparameter may have.</summary>
/// <param name="Words">The same in words.</param>
/// <param name="Has">Whether a finite value of at least 0 is one.</param>
internal sealed record ValueRange(string Words, Func<double, bool> Has)
{
    /// <summary>A share of what was before.</summary>
    public static ValueRange Share { get; } = new("from 0 to below 1", value => value < 1);

    /// <summary>What a division must not be without.</summary>
    public static ValueRange Positive { get; } = new("a finite number above 0", value => value > 0);

    /// <summary>Anything that a schedule gives.</summary>
    public static ValueRange AtLeastZero { get; } = new("a finite number of at least 0", value => value >= 0);
}
