namespace Microsoft.ML.Larq.Progress.Faults;

/// <inheritdoc cref="WarningNames.DeadGradient"/>
internal sealed class DeadDetector : IFaultDetector
{
    private const double Least = 0.01;
    private const double Learned = 1e-3;

    private const string OutsideInput =
        "the values lie outside its window: normalize the input (BatchNormalization) or widen the window.";

    private const string OutsideKernel =
        "the latent weights lie outside its window: clip them (ClipLatentWeights) or widen the window.";

    private const string Behind =
        "hardly any comes to the layer: look at the layers behind it, their inputs' gradient flow and activations.";

    public IEnumerable<TrainingWarning> Find(TrainingHistory history)
    {
        if (LayerCurve.Loss(history)?.Late < Learned) return [];
        var starved = LayerCurve.Of(history, MetricNames.Starved)
            .Where(layer => layer.Late >= StarvedDetector.MostLate).Select(layer => layer.Layer).ToHashSet();
        LayerCurve[] dead = [.. LayerCurve.Of(history, MetricNames.GradientFlow).Where(flow => flow.Late < Least)];

        // A dead input quantizer explains the dead kernels before it, which then need no warning of their own.
        var closed = dead.Any(IsInput);
        return dead.Select(flow => new TrainingWarning(
            WarningNames.DeadGradient,
            flow.Layer,
            $"{LayerCurve.Percent(flow.Late)} of the gradient's elements get through the quantizer in the last epochs; "
            + (IsInput(flow) ? OutsideInput : starved.Contains(flow.Layer) && !closed ? OutsideKernel : Behind)));

        static bool IsInput(LayerCurve flow) => flow.Layer.EndsWith(".input", StringComparison.Ordinal);
    }
}
