using Microsoft.ML.Larq.Layers;
using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Training;

/// <summary>Max, average and global average pooling.</summary>
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

    public static LayerModule Blur(Layer layer)
    {
        var kind = (BlurPool2DLayer)layer.Kind;
        var module = new BlurPool2D(
            layer.InputShapes[0].Channels, kind.PoolSize, kind.Strides, kind.Padding, layer.Name);
        return LayerModule.Of(module, new WeightBinding(layer.Weights[0], () => module.DepthwiseKernel, [2, 3, 0, 1]));
    }

    public static LayerModule GlobalAverage() => LayerModule.Of(x => x.mean([2, 3]));
}
