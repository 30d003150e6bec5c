namespace Larq.ModelBuilder.Code;

/// <summary>A file that is written for a model.</summary>
/// <param name="Path">From the folder of the recipe, with slashes.</param>
/// <param name="Text">What it holds; lines end with \n.</param>
internal sealed record GeneratedFile(string Path, string Text);
