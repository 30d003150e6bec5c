namespace Microsoft.ML.Larq.Optimizers;

/// <summary>Asks all ranks which way weights go.</summary>
internal interface ISignVotes
{
    /// <summary>Whether a weight is voted on; of the others all ranks have the same gradient.</summary>
    bool Has(TrainedWeight weight);

    /// <summary>Makes each number the sign of the ranks' majority: −1, +1, or 0 where they are even.</summary>
    /// <param name="directions">Each rank's own, of the weights that are voted on.</param>
    /// <param name="step">The step, from 1.</param>
    void Vote(Span<float> directions, long step);

    /// <summary>Makes each number the mean of the ranks'.</summary>
    void Average(Span<float> momenta);
}
