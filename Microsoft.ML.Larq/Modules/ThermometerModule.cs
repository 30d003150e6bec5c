using System.Collections.Immutable;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Tensors;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Modules;

/// <summary>
/// A thermometer with bits of its own for each column: +1 where a number reaches a threshold, otherwise −1.
/// </summary>
internal sealed class ThermometerModule : nn.Module<Tensor, Tensor>
{
    [ComponentName(Name = ThermometerLayer.Thresholds)]
    private readonly Tensor _thresholds;

    private readonly Tensor _columns;
    private readonly ImmutableArray<int> _bits;

    private ThermometerModule(ThermometerLayer kind, int bits, string name)
        : base(name)
    {
        _bits = kind.Bits;
        var columns = kind.Bits.SelectMany((count, column) => Enumerable.Repeat((long)column, count)).ToArray();
        _thresholds = zeros(bits, ScalarType.Float32, CPU).DetachFromDisposeScope();
        _columns = tensor(columns, ScalarType.Int64, CPU).DetachFromDisposeScope();
        RegisterComponents();
    }

    public static LayerModule Of(Layer layer)
    {
        var module = new ThermometerModule((ThermometerLayer)layer.Kind, layer.OutputShape.Size, layer.Name);
        return LayerModule.Of(
            module, LayerModule.Bind(layer, [], (ThermometerLayer.Thresholds, () => module._thresholds)));
    }

    public override Tensor forward(Tensor input) => InOnePass(input) ?? ByTorch(input);

    // Torch makes ten passes with results between them, which a small network has to wait for.
    private Tensor? InOnePass(Tensor input)
    {
        using var rows = input.InOrder(ScalarType.Float32);
        using var thresholds = _thresholds.InOrder(ScalarType.Float32);
        if (rows is null || thresholds is null) return null;
        var signs = TorchMemory.Empty(input.shape[0], _thresholds.shape[0]);
        ThermometerSigns.Write(rows.Elements<float>(), _bits, thresholds.Elements<float>(), signs.Floats());
        return signs;
    }

    private Tensor ByTorch(Tensor input)
    {
        using var scope = NewDisposeScope();
        var numbers = input.index_select(1, _columns);
        var missing = numbers.isnan().logical_and(_thresholds.isposinf());
        var reached = numbers.nan_to_num(0, float.MaxValue, float.MinValue).ge(_thresholds).logical_or(missing);
        return reached.to(ScalarType.Float32).MultiplyInPlace(2).AddInPlace(-1).MoveToOuterDisposeScope();
    }
}
