namespace Microsoft.ML.Larq.Progress;

/// <summary>What happened to an operation.</summary>
public enum ProgressEventKind
{
    /// <summary>It began.</summary>
    Started,

    /// <summary>It reported where it stands, or was asked.</summary>
    Progressed,

    /// <summary>It ended, whether well or not.</summary>
    Stopped,
}
