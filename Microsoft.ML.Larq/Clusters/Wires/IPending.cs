namespace Microsoft.ML.Larq.Clusters.Wires;

/// <summary>Something that was begun.</summary>
internal interface IPending
{
    /// <summary>The rank at the other end.</summary>
    int Other { get; }

    /// <summary>Looks whether it is done, and lets it go on.</summary>
    bool Poll();
}
