namespace Microsoft.ML.Larq.Optimizers;

/// <summary>Which weights an optimizer trains.</summary>
internal sealed record OptimizerCase
{
    /// <summary>Creates the case.</summary>
    /// <param name="name">What errors and reported rates call it; not empty.</param>
    /// <param name="claims">Whether a weight is this case's; called once for each weight when training begins.</param>
    /// <param name="optimizer">Trains what is claimed.</param>
    /// <exception cref="ArgumentException">The name is empty, or another argument is null.</exception>
    public OptimizerCase(string name, Func<TrainedWeight, bool> claims, OptimizerSpec optimizer)
    {
        if (string.IsNullOrWhiteSpace(name)) throw Refuse("a name");
        if (claims is null) throw Refuse("what says which weights it claims");
        if (optimizer is null) throw Refuse("an optimizer");
        Name = name;
        Claims = claims;
        Optimizer = optimizer;
    }

    /// <summary>What errors and reported rates call it.</summary>
    public string Name { get; }

    /// <summary>Whether a weight is this case's.</summary>
    public Func<TrainedWeight, bool> Claims { get; }

    /// <summary>Trains what is claimed.</summary>
    public OptimizerSpec Optimizer { get; }

    private static ArgumentException Refuse(string missing) => new($"Optimize.Case: a case has {missing}.", "cases");
}
