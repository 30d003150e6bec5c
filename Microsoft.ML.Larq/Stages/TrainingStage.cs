namespace Microsoft.ML.Larq.Stages;

/// <summary>One training of several that build on one another.</summary>
internal sealed record TrainingStage
{
    /// <summary>A stage.</summary>
    /// <param name="name">A name, by which later stages ask for its model.</param>
    /// <param name="options">
    /// Gives the stage's options from the models of the stages before it; called when the stage begins. The first one's
    /// is also called to learn about columns and must ask for none.
    /// </param>
    /// <exception cref="ArgumentException">The name is empty, or the function null.</exception>
    public TrainingStage(string name, Func<EarlierStages, BinarizedNetworkTrainer.Options> options)
    {
        if (string.IsNullOrEmpty(name)) throw new ArgumentException("A stage has a name.", "stages");
        if (options is null) throw new ArgumentException($"Stage '{name}' has what gives its options.", "stages");
        (Name, Options) = (name, options);
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>Gives the stage's options from the earlier stages' models.</summary>
    public Func<EarlierStages, BinarizedNetworkTrainer.Options> Options { get; }
}
