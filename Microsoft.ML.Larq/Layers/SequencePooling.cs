using Microsoft.ML.Larq.Networks;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Layers;

/// <summary>Pools a sequence as an image of one row.</summary>
internal static class SequencePooling
{
    /// <summary>A window's length, or the steps between windows, along the row.</summary>
    public static Sides AlongTheRow(string layer, string argument, int value) =>
        (1, LayerArguments.AtLeastOne(layer, argument, value));

    /// <summary>(rows, channels, length) to (rows, channels, length′), within a dispose scope.</summary>
    public static Tensor Call(nn.Module<Tensor, Tensor> pool, string layer, Tensor input)
    {
        if (input.dim() != 3)
        {
            throw new ArgumentException(
                $"Layer '{layer}': the input must be (rows, channels, length); got ({string.Join(", ", input.shape)}).",
                nameof(input));
        }

        return pool.call(input.unsqueeze(2)).squeeze(2);
    }
}
