using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Tests.Hosting;

namespace Microsoft.ML.Larq.Tests;

/// <summary>Trainers that take a fraction of a second, and the table that they train on.</summary>
internal static class Trainers
{
    /// <summary>90 rows with three numbers to learn from and a label of each kind; Label is the text's key.</summary>
    public static IDataView Table(MLContext context)
    {
        var rows = Samples.Data(context);
        return context.Transforms.Conversion.MapValueToKey("Label", "Text").Fit(rows).Transform(rows);
    }

    public static BinarizedNetworkTrainer.Options Options(string label = "Label", int epochs = 3) => new()
    {
        LabelColumnName = label,
        Network = Small,
        Epochs = epochs,
        BatchSize = 16,
        Seed = 1,
    };

    public static NetworkTensor Small(NetworkTensor input, int outputs) => input
        .QuantileThermometer(8)
        .QuantDense(64, kernelQuantizer: "ste_sign", useBias: false).BatchNormalization(scale: false)
        .QuantDense(outputs, "ste_sign", "ste_sign", useBias: false).BatchNormalization();

    public static BinarizedNetworkTransformer Fit(MLContext context, BinarizedNetworkTrainer.Options options) =>
        context.Larq().BinaryNet(options).Fit(Table(context));

    /// <summary>All that a model would save, but for when it was trained.</summary>
    public static byte[] Bytes(BinarizedNetworkTransformer model)
    {
        var payload = model.ToPayload();
        return [.. payload.Network, .. payload.Weights];
    }
}
