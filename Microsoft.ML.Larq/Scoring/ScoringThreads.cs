namespace Microsoft.ML.Larq.Scoring;

/// <summary>How many threads may score a row or a block of rows; any thread may set it at any time.</summary>
internal sealed class ScoringThreads
{
    private volatile int _most = 1;

    /// <summary>At least 1, or −1 for as many as there are processors. At first 1.</summary>
    public int Most
    {
        get => _most;
        set => _most = value;
    }
}
