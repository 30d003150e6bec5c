namespace Larq.ModelBuilder.Data;

/// <summary>Something was asked for that cannot be; the message says what can.</summary>
internal sealed class UsageException(string message) : Exception(message);
