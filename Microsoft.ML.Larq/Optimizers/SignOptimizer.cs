using Microsoft.ML.Larq.Optimizers.Schedules;
using Microsoft.ML.Larq.Tensors;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Optimizers;

/// <summary>What <see cref="LionSpec"/> and <see cref="SignSgdSpec"/> describe: a step takes signs alone.</summary>
/// <remarks>
/// Of a weight that is voted on, each rank has the gradient of its own rows and a momentum of its own; these are made
/// alike now and then.
/// </remarks>
internal abstract class SignOptimizer(Schedule learningRate, IReadOnlyList<TrainedWeight> weights)
    : RateOptimizer(learningRate, weights)
{
    // Float32 momenta, sent every so many steps, are an eighth of a bit a weight and step.
    private const int StepsBetweenMeans = 256;

    private readonly FlatTensors _flat = new();

    /// <summary>Who votes; null where this rank's gradients are those of all.</summary>
    public ISignVotes? Votes { get; set; }

    public override IEnumerable<SignOptimizer> BySign => [this];

    /// <summary>What it trains.</summary>
    public IReadOnlyList<TrainedWeight> Trained => Weights;

    /// <summary>What is remembered of each weight's gradients; none where nothing is.</summary>
    protected abstract Tensor[] Momenta { get; }

    public override void Step(ScheduleTime time)
    {
        Steps++;
        Prepare(time);
        using var noGrad = no_grad();
        if (Votes is not { } votes)
        {
            for (var i = 0; i < Weights.Count; i++) Take(i);
            return;
        }

        using var scope = NewDisposeScope();
        var voted = new List<(int Index, Tensor Direction)>();
        for (var i = 0; i < Weights.Count; i++)
        {
            if (!votes.Has(Weights[i])) Take(i);
            else if (Weights[i].Tensor.grad is { } gradient) voted.Add((i, Direction(i, gradient)));
        }

        _flat.Run(voted.Select(one => one.Direction), numbers => votes.Vote(numbers, Steps));
        foreach (var (index, direction) in voted) Move(Weights[index].Tensor, direction);
        if (Steps % StepsBetweenMeans == 0) MeetMomenta();
    }

    /// <summary>Makes the momenta of weights that are voted on the mean of the ranks'.</summary>
    public void MeetMomenta()
    {
        if (Votes is not { } votes || Momenta.Length == 0) return;
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        _flat.Run(Momenta.Where((_, i) => votes.Has(Weights[i])), votes.Average);
    }

    public override void Dispose()
    {
        foreach (var momentum in Momenta) momentum.Dispose();
    }

    /// <summary>Whose sign the weight is moved against, as a new tensor; the momentum takes the gradient in.</summary>
    protected abstract Tensor Direction(int index, Tensor gradient);

    /// <summary>Moves a weight.</summary>
    /// <param name="weight">The weight.</param>
    /// <param name="sign">Of its direction; may be changed.</param>
    protected virtual void Move(Tensor weight, Tensor sign) => weight.AddInPlace(sign, -LearningRate);

    protected override void Update(int index, Tensor weight, Tensor gradient) =>
        Move(weight, Direction(index, gradient).sign_());

    private void Take(int index)
    {
        using var scope = NewDisposeScope();
        if (Weights[index].Tensor.grad is { } gradient) Update(index, Weights[index].Tensor, gradient);
    }
}
