namespace Microsoft.ML.Larq.Networks.Kinds;

/// <summary>How a kind's multiply-accumulates are counted in the summary.</summary>
internal enum MacRule
{
    /// <summary>Not known: <c>?</c> in the table, 0 in the totals.</summary>
    Unknown,

    /// <summary>It has none.</summary>
    None,

    /// <summary>Output pixels × the elements of every weight that is not a bias.</summary>
    Weights,
}
