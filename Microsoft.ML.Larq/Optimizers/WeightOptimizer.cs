using Microsoft.ML.Larq.Optimizers.Schedules;
using Microsoft.ML.Larq.Tensors;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Optimizers;

/// <summary>Changes weights step by step from their gradients.</summary>
internal abstract class WeightOptimizer(IReadOnlyList<TrainedWeight> weights) : IDisposable
{
    /// <summary>
    /// The hyperparameters of the last step that have a schedule, by name; the same names from the start.
    /// </summary>
    public abstract IReadOnlyList<KeyValuePair<string, double>> Rates { get; }

    /// <summary>The optimizers that it is made of, each with what it trains.</summary>
    public abstract IEnumerable<OptimizerPart> Parts { get; }

    /// <summary>The weights that add up small steps; Bop's are signs and add up none.</summary>
    public virtual IEnumerable<TrainedWeight> Latent => weights;

    /// <summary>Those among the optimizers that it is made of which take nothing but signs.</summary>
    public virtual IEnumerable<SignOptimizer> BySign => [];

    /// <summary>
    /// What learning rates, and Bop's γ, are multiplied by after their schedules; 1 changes no bit of them.
    /// </summary>
    public virtual double RateFactor { get; set; } = 1;

    /// <summary>Steps done; Adam corrects its averages by this number.</summary>
    public abstract long Steps { get; set; }

    /// <summary>What is remembered from step to step, by name and weight.</summary>
    public abstract IEnumerable<KeyValuePair<string, Tensor>> Slots { get; }

    /// <summary>The weights; those without a gradient stay as they are.</summary>
    protected IReadOnlyList<TrainedWeight> Weights => weights;

    /// <summary>Changes every weight that has a gradient.</summary>
    /// <param name="time">Where training stands.</param>
    public abstract void Step(ScheduleTime time);

    /// <summary>Forgets the gradients.</summary>
    public void ZeroGradients()
    {
        foreach (var weight in weights)
        {
            using var gradient = weight.Tensor.grad;
            gradient?.Clear();
        }
    }

    public abstract void Dispose();
}
