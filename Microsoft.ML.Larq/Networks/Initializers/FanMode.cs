namespace Microsoft.ML.Larq.Networks;

/// <summary>What the variance of an initializer is divided by.</summary>
public enum FanMode
{
    /// <summary>Inputs that an output sums: keeps the variance of what goes forward. Keras: <c>fan_in</c>.</summary>
    FanIn,

    /// <summary>Outputs that an input reaches: keeps the variance of gradients. Keras: <c>fan_out</c>.</summary>
    FanOut,

    /// <summary>The mean of the two. Keras: <c>fan_avg</c>.</summary>
    FanAverage,
}
