namespace Microsoft.ML.Larq.Hosting;

/// <summary>A saved network that is being read: its weights wait until its definition was checked.</summary>
/// <param name="Network">Definition and facts.</param>
/// <param name="Stored">Bytes that the weights take in the file, compressed.</param>
/// <param name="Weights">Reads the weights, given the length that they must have.</param>
/// <param name="Times">Reads when it was trained.</param>
internal sealed record StoredModel(byte[] Network, long Stored, Func<long, byte[]> Weights, Func<byte[]> Times);
