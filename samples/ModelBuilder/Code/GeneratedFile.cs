namespace Larq.ModelBuilder.Code;

/// <summary>A file that is written for a model.</summary>
/// <param name="Path">From the folder of the recipe, with slashes.</param>
/// <param name="Text">What it holds; lines end with \n.</param>
internal sealed record GeneratedFile(string Path, string Text)
{
    /// <summary>Whether people go on with it: once they changed it, only who says so replaces it.</summary>
    public bool IsForPeople { get; init; }
}

/// <summary>What became of a file.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="IsKept">Whether another was there, and stays.</param>
internal sealed record WrittenFile(string Path, bool IsKept);
