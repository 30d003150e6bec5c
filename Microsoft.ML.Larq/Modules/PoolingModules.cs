using Microsoft.ML.Larq.Layers;
using Microsoft.ML.Larq.Networks;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Modules;

/// <summary>Poolings of windows, and of all places.</summary>
internal static class PoolingModules
{
    public static LayerModule Max(Layer layer)
    {
        var kind = (PoolingKind)layer.Kind;
        return LayerModule.Of(new MaxPool2D(kind.PoolSize, kind.Strides, kind.Padding, layer.Name));
    }

    public static LayerModule Average(Layer layer)
    {
        var kind = (PoolingKind)layer.Kind;
        return LayerModule.Of(new AveragePool2D(kind.PoolSize, kind.Strides, kind.Padding, layer.Name));
    }

    public static LayerModule Max1D(Layer layer)
    {
        var kind = (PoolingKind)layer.Kind;
        return LayerModule.Of(new MaxPool1D(kind.PoolSize[0], kind.Strides?[0], kind.Padding, layer.Name));
    }

    public static LayerModule Average1D(Layer layer)
    {
        var kind = (PoolingKind)layer.Kind;
        return LayerModule.Of(new AveragePool1D(kind.PoolSize[0], kind.Strides?[0], kind.Padding, layer.Name));
    }

    public static LayerModule GlobalAverage() => LayerModule.Of(x => x.mean(Places(x)));

    public static LayerModule GlobalMax() => LayerModule.Of(x => x.amax(Places(x)));

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
