using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Optimizers;
using Microsoft.ML.Larq.Optimizers.Schedules;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Tests.Optimizers;

/// <summary>One weight that is given gradients step by step. Used within a dispose scope.</summary>
internal sealed class OptimizerBench
{
    private readonly Parameter _weight;
    private long _step;

    public OptimizerBench(OptimizerSpec spec, Quantizer? quantizer, float[] start)
    {
        _weight = new Parameter(tensor(start));
        Optimizer = spec.Create([Weight("layer", quantizer, _weight)], _ => Assert.Fail("No warning is due."));
    }

    public WeightOptimizer Optimizer { get; }

    public static TrainedWeight Weight(string layer, Quantizer? quantizer, Tensor? values = null) =>
        new(
            layer,
            new WeightSpec("kernel", new TensorShape(1), Initializer.Zeros) { Quantizer = quantizer },
            values ?? new Parameter(zeros(1)));

    /// <summary>The weight after a step with these gradients.</summary>
    public float[] Step(params float[] gradients)
    {
        Optimizer.ZeroGradients();
        _weight.mul(tensor(gradients)).sum().backward();
        Optimizer.Step(new ScheduleTime(_step++, 100));
        return _weight.data<float>().ToArray();
    }
}
