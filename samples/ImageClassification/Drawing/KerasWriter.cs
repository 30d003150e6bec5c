using Microsoft.ML.Larq;
using PureHDF;

namespace ImageClassification.Drawing;

/// <summary>
/// Writes weights as Keras' <c>save_weights</c> does, so that what is drawn takes the way of what is published.
/// </summary>
internal static class KerasWriter
{
    /// <summary>
    /// Every layer with weights, in the network's order, which is Keras' where nothing branches off with weights.
    /// </summary>
    public static void Write(BinarizedNetworkTransformer trained, string path)
    {
        var layers = trained.Network.Layers.Where(layer => layer.Weights.Length > 0).ToArray();
        var file = new H5File
        {
            Attributes =
            {
                ["layer_names"] = layers.Select(layer => layer.Name).ToArray(),
                ["backend"] = "tensorflow",
                ["keras_version"] = "2.14.0",
            },
        };
        foreach (var layer in layers)
        {
            var tensors = new H5Group();
            foreach (var spec in layer.Weights)
            {
                tensors[$"{spec.Name}:0"] = new H5Dataset(
                    trained.Weights[layer, spec.Name].Values.ToArray(),
                    fileDims: [.. spec.Shape.Dimensions.Select(dimension => (ulong)dimension)]);
            }

            file[layer.Name] = new H5Group
            {
                [layer.Name] = tensors,
                Attributes =
                    { ["weight_names"] = layer.Weights.Select(spec => $"{layer.Name}/{spec.Name}:0").ToArray() },
            };
        }

        file.Write(path);
    }
}
