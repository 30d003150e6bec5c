using Microsoft.ML.Larq.Layers;
using Microsoft.ML.Larq.Networks;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Training;

/// <summary>Poolings of windows, and of all places.</summary>
internal static class PoolingModules
{
    public static LayerModule Max(Layer layer)
    {
        var kind = (Pooling2DKind)layer.Kind;
        return LayerModule.Of(new MaxPool2D(kind.PoolSize, kind.Strides, kind.Padding, layer.Name));
    }

    public static LayerModule Average(Layer layer)
    {
        var kind = (Pooling2DKind)layer.Kind;
        return LayerModule.Of(new AveragePool2D(kind.PoolSize, kind.Strides, kind.Padding, layer.Name));
    }

    public static LayerModule Max1D(Layer layer)
    {
        var kind = (Pooling1DKind)layer.Kind;
        return OneRow(new MaxPool2D((1, kind.PoolSize), Steps(kind), kind.Padding, layer.Name));
    }

    public static LayerModule Average1D(Layer layer)
    {
        var kind = (Pooling1DKind)layer.Kind;
        return OneRow(new AveragePool2D((1, kind.PoolSize), Steps(kind), kind.Padding, layer.Name));
    }

    public static LayerModule GlobalAverage() => LayerModule.Of(x => x.mean(Places(x)));

    public static LayerModule GlobalMax() => LayerModule.Of(x => x.amax(Places(x)));

    private static Size2D Steps(Pooling1DKind kind) => (1, kind.Strides ?? kind.PoolSize);

    // A sequence as an image of one row.
    private static LayerModule OneRow(nn.Module<Tensor, Tensor> pool) =>
        new(inputs => pool.call(inputs[0].unsqueeze(2)).squeeze(2)) { Module = pool };

    public static LayerModule Blur(Layer layer)
    {
        var kind = (BlurPool2DLayer)layer.Kind;
        var module = new BlurPool2D(
            layer.InputShapes[0].Channels, kind.PoolSize, kind.Strides, kind.Padding, layer.Name);
        return LayerModule.Of(module, new WeightBinding(layer.Weights[0], () => module.DepthwiseKernel, [2, 3, 0, 1]));
    }

    // All axes but rows and channels.
    private static long[] Places(Tensor x) => [.. Enumerable.Range(2, (int)x.dim() - 2).Select(axis => (long)axis)];
}
