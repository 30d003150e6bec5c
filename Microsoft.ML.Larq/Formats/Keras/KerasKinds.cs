using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Formats;

/// <summary>Which kind of layer each of Keras' and Larq's classes becomes.</summary>
/// <remarks>
/// A kind that is called as Keras' class is, with properties called as its parameters are, needs nothing here; a class
/// that is another one's special case has a row.
/// </remarks>
internal static class KerasKinds
{
    // Not Keras'.
    private static readonly Type[] Own = [typeof(InputLayer), typeof(QuantileThermometerLayer)];

    private static readonly Dictionary<string, Func<KerasConfig, LayerKind>> Rows = new()
    {
        ["ReLU"] = ReLU,
    };

    private static readonly Dictionary<string, Type> Kinds =
        LayerKinds.All.Except(Own).ToDictionary(LayerKind.NameOf, StringComparer.Ordinal);

    /// <summary>Keras' classes that can be read.</summary>
    public static IEnumerable<string> Known => Kinds.Keys.Union(Rows.Keys).Order(StringComparer.Ordinal);

    /// <summary>The kind that a layer's configuration describes.</summary>
    /// <exception cref="FormatException">
    /// There is no such kind, or a parameter cannot be kept; layer and class are named.
    /// </exception>
    public static LayerKind Read(KerasConfig config, IReadOnlyList<TensorShape> inputs)
    {
        var row = Rows.GetValueOrDefault(config.ClassName);
        var kind = Kinds.GetValueOrDefault(config.ClassName);
        if (row is null && kind is null)
            throw config.Error($"is of a class that cannot be read; those that can are {string.Join(", ", Known)}.");
        config.Require("data_format", "channels_last");
        config.LastAxis(inputs[0].Rank);
        var read = row is not null ? row(config) : config.Record(kind!);
        config.Finish();
        return read;
    }

    private static ActivationLayer ReLU(KerasConfig config)
    {
        config.Require("negative_slope", "0", "0.0");
        config.Require("threshold", "0", "0.0");
        return config.Single("max_value", float.PositiveInfinity) switch
        {
            float.PositiveInfinity => new ActivationLayer { Function = ActivationFunction.Relu },
            6f => new ActivationLayer { Function = ActivationFunction.Relu6 },
            var other => throw config.Error($"has 'max_value' none or 6, got {other}."),
        };
    }
}
