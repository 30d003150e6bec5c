namespace Microsoft.ML.Larq.Optimizers;

/// <summary>Which weights an optimizer trains.</summary>
public sealed record OptimizerCase
{
    /// <summary>Creates the case.</summary>
    /// <param name="name">What errors and reported rates call it; not empty.</param>
    /// <param name="claims">Whether a weight is this case's; called once for each weight when training begins.</param>
    /// <param name="optimizer">Trains what is claimed.</param>
    /// <exception cref="ArgumentException">An argument is null or empty.</exception>
    public OptimizerCase(string name, Func<TrainedWeight, bool> claims, OptimizerSpec optimizer)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(claims);
        ArgumentNullException.ThrowIfNull(optimizer);
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
}
