namespace Larq.ModelBuilder.Data;

/// <summary>Data that nothing can be learned from as it is; the message says what to do.</summary>
internal sealed class DataException(string message, IReadOnlyList<Finding>? findings = null) : Exception(message)
{
    /// <summary>What is wrong, place by place; may be empty where the message says it all.</summary>
    public IReadOnlyList<Finding> Findings { get; } = findings ?? [];
}
