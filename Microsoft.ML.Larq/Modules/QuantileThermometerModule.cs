using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Tensors;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Modules;

/// <summary>The quantile thermometer: +1 where a number reaches a threshold, otherwise −1.</summary>
internal sealed class QuantileThermometerModule : nn.Module<Tensor, Tensor>
{
    [ComponentName(Name = QuantileThermometerLayer.Thresholds)]
    private readonly Tensor _thresholds;

    private QuantileThermometerModule(TensorShape shape, string name)
        : base(name)
    {
        _thresholds = zeros(shape[0], shape[1], ScalarType.Float32, CPU).DetachFromDisposeScope();
        RegisterComponents();
    }

    public static LayerModule Of(Layer layer)
    {
        var module = new QuantileThermometerModule(layer.Weights[0].Shape, layer.Name);
        return LayerModule.Of(
            module, LayerModule.Bind(layer, [], (QuantileThermometerLayer.Thresholds, () => module._thresholds)));
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var reached = input.unsqueeze(2).ge(_thresholds).to(ScalarType.Float32);
        return reached.MultiplyInPlace(2).AddInPlace(-1).flatten(1).MoveToOuterDisposeScope();
    }
}
