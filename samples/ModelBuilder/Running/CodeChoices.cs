namespace Larq.ModelBuilder.Running;

/// <summary>What C# is written beside a model.</summary>
internal sealed record CodeChoices
{
    /// <summary>Whether a project that predicts over HTTP is written too.</summary>
    public bool Api { get; init; }

    /// <summary>Whether projects that people changed are replaced.</summary>
    public bool Replace { get; init; }

    /// <summary>
    /// The folder with the library's package; null: the machine's own sources, or packages made here.
    /// </summary>
    public string? Packages { get; init; }
}
