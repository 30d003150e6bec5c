using Microsoft.ML.Larq.Metrics;
using Microsoft.ML.Larq.Progress;
using Microsoft.ML.Larq.Tensors;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Training.Measures;

/// <summary>Histograms of what a quantizer is given and of the gradient that leaves it, of the last pass.</summary>
internal sealed class HistogramCapture() : QuantizerMetric("histogram_capture", isOurs: true)
{
    /// <summary>Latent weights or pre-activations; null before a pass.</summary>
    public HistogramFacts? Input { get; private set; }

    /// <summary>The gradient to them; null where none came.</summary>
    public HistogramFacts? Gradient { get; private set; }

    protected override void OnForward(QuantizerPass pass) => Input = Of(pass.Input);

    protected override void OnBackward(QuantizerPass pass) => Gradient = Of(pass.Gradient);

    protected override double Compute() => double.NaN;

    private static HistogramFacts? Of(Tensor tensor)
    {
        using var plain = tensor.detach().to(ScalarType.Float32, CPU).contiguous();
        return HistogramFacts.Of(plain.Elements<float>());
    }
}
