namespace Microsoft.ML.Larq.Hosting;

/// <summary>The parts of a saved network.</summary>
/// <param name="Network">Its definition and facts, as JSON.</param>
/// <param name="Weights">Its weights, as safetensors.</param>
/// <param name="Times">When it was trained, as JSON; null where that is not known, or stands among the facts.</param>
internal sealed record ModelPayload(byte[] Network, byte[] Weights, byte[]? Times = null);
