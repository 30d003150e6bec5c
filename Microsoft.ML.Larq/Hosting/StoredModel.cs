namespace Microsoft.ML.Larq.Hosting;

/// <summary>A saved network that is being read: its weights wait until its definition was checked.</summary>
/// <param name="Network">Definition and facts.</param>
/// <param name="Stored">Bytes that the weights take in the file, compressed.</param>
/// <param name="Weights">Reads the weights.</param>
/// <param name="Times">Reads when it was trained.</param>
internal sealed record StoredModel(byte[] Network, long Stored, Func<byte[]> Weights, Func<byte[]> Times);
