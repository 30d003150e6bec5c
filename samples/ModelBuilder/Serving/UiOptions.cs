namespace Larq.ModelBuilder.Serving;

/// <summary>What a page is served of.</summary>
/// <param name="Folder">The folder that a person opens: nothing outside of it is read.</param>
/// <param name="Output">Where models are written.</param>
internal sealed record UiOptions(string Folder, string Output)
{
    /// <summary>The port; 0 for any that is free.</summary>
    public int Port { get; init; }

    /// <summary>The folder with the library's package for generated projects; null: as the commands do.</summary>
    public string? Packages { get; init; }
}
