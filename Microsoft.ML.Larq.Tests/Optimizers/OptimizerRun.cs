using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Optimizers;
using Microsoft.ML.Larq.Optimizers.Schedules;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Tests.Optimizers;

/// <summary>Two binary kernels, of the layers a and b, that are given gradients. Used within a dispose scope.</summary>
internal sealed class OptimizerRun : IDisposable
{
    public const int Steps = 8;

    private readonly Parameter[] _tensors;

    public OptimizerRun(OptimizerSpec spec, float[][]? start = null)
    {
        _tensors = [.. (start ?? [[0.7f, -0.3f, 0.5f], [-0.6f, 0.4f]]).Select(values => new Parameter(tensor(values)))];
        Trained = [Weight("a", _tensors[0]), Weight("b", _tensors[1])];
        Optimizer = spec.Create(Trained, _ => Assert.Fail("No warning is due."));
    }

    public TrainedWeight[] Trained { get; }

    public WeightOptimizer Optimizer { get; }

    public float[][] Weights => [.. _tensors.Select(values => values.data<float>().ToArray())];

    /// <summary>The gradients of a step, of either sign and a zero among them.</summary>
    public static float[][] Gradients(int step) =>
        [[1.5f - (0.5f * step), 0.25f * ((step * 3 % 7) - 3), 0], [step % 2 == 0 ? 1.25f : -0.5f, -2f + step]];

    /// <summary>The rate of a step, from 0.</summary>
    public static double Rate(long step) => 0.5 / (step + 1);

    public static Schedule Rates => Schedule.Function(Rate, ScheduleUnit.Step);

    public void Step(int step)
    {
        Optimizer.ZeroGradients();
        for (var i = 0; i < _tensors.Length; i++) _tensors[i].mul(tensor(Gradients(step)[i])).sum().backward();
        Optimizer.Step(new ScheduleTime(step, Steps));
    }

    public void StepWithoutGradients(int step) => Optimizer.Step(new ScheduleTime(step, Steps));

    public void Dispose() => Optimizer.Dispose();

    private static TrainedWeight Weight(string layer, Tensor values) => new(
        layer,
        new WeightSpec("kernel", new TensorShape((int)values.numel()), Initializer.Zeros)
        {
            Quantizer = Quantizer.SteSign(),
        },
        values);
}
