using Microsoft.ML.Larq.Networks;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Modules;

/// <summary>Ties a weight of the hub to the tensor that trains it, and says how their axes correspond.</summary>
/// <param name="Spec">The weight in the hub's terms.</param>
/// <param name="Source">Gives the parameter or buffer; moving a module to another device replaces it.</param>
/// <param name="Axes">
/// Axis i of the tensor is axis Axes[i] of the hub's array, but for axes that a reshape joins; null where they are the
/// same.
/// </param>
internal sealed record WeightBinding(WeightSpec Spec, Func<Tensor> Source, long[]? Axes = null)
{
    /// <summary>The parameter or buffer.</summary>
    public Tensor Tensor => Source();

    /// <summary>Kernels of dense layers: in, out here; out, in in Torch.</summary>
    public static long[] DenseAxes => [1, 0];

    /// <summary>Kernels of convolutions: their axes, in, out here; out, in, their axes in Torch.</summary>
    public static long[] FilterAxes(int axes) => [axes + 1, axes, .. First(axes)];

    /// <summary>
    /// Kernels of depthwise convolutions: their axes, in, multiplier here; in·multiplier, 1, their axes in Torch.
    /// </summary>
    public static long[] DepthwiseAxes(int axes) => [axes, axes + 1, .. First(axes)];

    public void Load(WeightArray weight)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var values = tensor(
            weight.Values.ToArray(), [.. weight.Shape.Dimensions.Select(size => (long)size)], device: CPU);
        Tensor.copy_(Axes is null ? values : values.permute(Axes).reshape(Tensor.shape));
    }

    public WeightArray Save()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        return new WeightArray(Spec.Shape, Hub().cpu().contiguous().data<float>().ToArray());
    }

    /// <summary>The tensor as the hub's array, without a gradient: a view, through which it can be changed.</summary>
    public Tensor Hub()
    {
        var values = Tensor.detach();
        return Axes is null
            ? values
            : values.view([.. Axes.Select(axis => (long)Spec.Shape[(int)axis])]).permute(Inverse(Axes));
    }

    private static IEnumerable<long> First(int axes) => Enumerable.Range(0, axes).Select(axis => (long)axis);

    private static long[] Inverse(long[] axes)
    {
        var inverse = new long[axes.Length];
        for (var i = 0; i < axes.Length; i++) inverse[axes[i]] = i;
        return inverse;
    }
}
