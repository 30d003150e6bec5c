namespace Microsoft.ML.Larq.Progress.Faults;

/// <summary>Finds one kind of fault in what is known of a training.</summary>
internal interface IFaultRule
{
    /// <summary>When it is certain; at the end, each rule is asked once more.</summary>
    Moments Certain { get; }

    /// <summary>What it finds; nothing in a healthy run.</summary>
    IEnumerable<Finding> Find(FaultView view);
}
