namespace Microsoft.ML.Larq.Progress.Faults;

/// <summary>When a rule can be certain of what it finds.</summary>
[Flags]
internal enum Moments
{
    /// <summary>When training has ended.</summary>
    End = 0,

    /// <summary>Before the first step.</summary>
    Start = 1,

    /// <summary>After the first epoch.</summary>
    FirstEpoch = 2,

    /// <summary>After the second epoch.</summary>
    SecondEpoch = 4,

    /// <summary>After half of the epochs.</summary>
    Half = 8,
}
