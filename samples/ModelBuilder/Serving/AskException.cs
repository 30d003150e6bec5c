using Larq.ModelBuilder.Data;

namespace Larq.ModelBuilder.Serving;

/// <summary>A request that is not done; the message says why, and what would be.</summary>
/// <param name="status">The HTTP status of the answer.</param>
/// <param name="message">Why.</param>
internal sealed class AskException(int status, string message) : Exception(message)
{
    public int Status { get; } = status;

    /// <summary>What was found in the data, if it is about data.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>There is nothing of this name.</summary>
    public static AskException NotFound(string message) => new(404, message);

    /// <summary>It is not said right.</summary>
    public static AskException Bad(string message) => new(400, message);

    /// <summary>It cannot be now.</summary>
    public static AskException Conflict(string message) => new(409, message);
}
