namespace Microsoft.ML.Larq.Hosting;

/// <summary>What Model.key says of another part of the file.</summary>
internal readonly record struct PartPromise(string Part, long Length);
