using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Progress;

namespace Microsoft.ML.Larq.Training.Callbacks;

/// <summary>The training behind a <see cref="TrainingContext"/>.</summary>
internal interface ITrainingRun
{
    NetworkDefinition Definition { get; }

    /// <summary>What the rates are multiplied by.</summary>
    double RateFactor { get; set; }

    /// <summary>The values as they are now.</summary>
    TrainingProgress Measure();

    /// <summary>The histograms of the epoch just over, by tag; none in most epochs.</summary>
    IReadOnlyList<(string Tag, HistogramFacts Histogram)> Histograms { get; }

    /// <summary>
    /// A copy of the weights; fitted: with statistics that belong to them, if the options ask for that.
    /// </summary>
    NetworkWeights Copy(bool fitted);

    /// <summary>Puts the weights of an epoch into the network.</summary>
    void Restore(NetworkWeights weights, int epoch);

    /// <summary>Takes a value of the epoch under way, or just over.</summary>
    void Report(string name, double value);

    /// <summary>Tells a person.</summary>
    void Inform(string message);

    /// <summary>Warns a person; the warning stays in the history.</summary>
    void Warn(TrainingWarning warning);
}
