namespace Microsoft.ML.Larq.Hosting;

/// <summary>A part of the file, and the length that Model.key states for it.</summary>
internal readonly record struct StatedPart(string Name, long Length);
