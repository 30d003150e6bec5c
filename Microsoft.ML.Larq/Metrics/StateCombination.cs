namespace Microsoft.ML.Larq.Metrics;

/// <summary>How a metric's states over parts of the data become the state over all of it.</summary>
public enum StateCombination
{
    /// <summary>They are added: sums and counts.</summary>
    Sum,

    /// <summary>Their mean, every part weighing the same.</summary>
    Mean,

    /// <summary>They are equal on all parts, or combining them is an error: what follows from the weights.</summary>
    Same,
}
