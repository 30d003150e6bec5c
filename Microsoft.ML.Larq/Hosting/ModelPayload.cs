namespace Microsoft.ML.Larq.Hosting;

/// <summary>The two parts of a saved network: its definition and facts as JSON, its weights as safetensors.</summary>
internal sealed record ModelPayload(byte[] Network, byte[] Weights);
