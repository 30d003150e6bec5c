using System.Collections.Immutable;
using Microsoft.ML.Larq.Networks.Kinds;

namespace Microsoft.ML.Larq.Networks;

/// <summary>A network without weights: layers from one input to one output, every shape checked. Immutable.</summary>
public sealed class NetworkDefinition : IEquatable<NetworkDefinition>
{
    private readonly ImmutableDictionary<string, Layer> _byName;

    private NetworkDefinition(ImmutableArray<Layer> layers, ImmutableArray<Layer> outputs)
    {
        Layers = layers;
        Outputs = outputs;
        Input = layers[0];
        _byName = layers.ToImmutableDictionary(layer => layer.Name, StringComparer.Ordinal);
        TakesMissing = !Output.SelectsInput && layers.All(layer => layer.SelectsInput
            || layer.Kind is ThermometerLayer || layer.Inputs.All(name => !_byName[name].SelectsInput));
    }

    /// <summary>The layers, each after those that it reads.</summary>
    public ImmutableArray<Layer> Layers { get; }

    /// <summary>The layer that gives the network's input.</summary>
    internal Layer Input { get; }

    /// <summary>The layers whose outputs are the network's; there is one.</summary>
    public ImmutableArray<Layer> Outputs { get; }

    /// <summary>The layer whose output is the network's.</summary>
    public Layer Output => Outputs[0];

    /// <summary>The shape of one row that goes in.</summary>
    public TensorShape InputShape => Input.OutputShape;

    /// <summary>The shape of one row that comes out.</summary>
    public TensorShape OutputShape => Output.OutputShape;

    /// <summary>Whether it takes missing values: thermometers with bits for them read all of the input.</summary>
    internal bool TakesMissing { get; }

    /// <summary>Bits that all weights need as they are scored: a quantized weight its precision, another 32.</summary>
    internal long WeightBits => Layers.Sum(layer => layer.Weights.Sum(spec => (long)spec.Shape.Size * spec.Precision));

    /// <summary>The layer of that name.</summary>
    /// <param name="name">The layer's name.</param>
    /// <exception cref="KeyNotFoundException">There is none; the message names it.</exception>
    public Layer this[string name]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(name);
            return _byName.TryGetValue(name, out var layer)
                ? layer
                : throw new KeyNotFoundException($"The network has no layer '{name}'.");
        }
    }

    /// <summary>Builds a network.</summary>
    /// <param name="inputShape">The shape of one row that goes in.</param>
    /// <param name="network">
    /// Adds the layers and gives the last one's output; layers that it does not depend on are left out.
    /// </param>
    /// <exception cref="ArgumentException">An input or parameter does not fit; the message names the layer.</exception>
    public static NetworkDefinition Build(TensorShape inputShape, Func<NetworkTensor, NetworkTensor> network)
    {
        ArgumentNullException.ThrowIfNull(network);
        if (inputShape.Rank == 0)
            throw new ArgumentException("The input's shape has no dimension.", nameof(inputShape));
        return Build(inputShape, network, new NetworkGraph());
    }

    /// <summary>Builds a network into an empty graph, which may know the training rows.</summary>
    internal static NetworkDefinition Build(
        TensorShape inputShape, Func<NetworkTensor, NetworkTensor> network, NetworkGraph graph)
    {
        var input = graph.Input(inputShape);
        var output = network(input) ?? throw new ArgumentException(
            "The network's function returned null.", nameof(network));
        if (output.Graph != input.Graph)
            throw new ArgumentException($"The network's output '{output.Layer.Name}' does not come from its input.");
        return Of([output]);
    }

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <param name="json">The text.</param>
    /// <param name="budget">
    /// What the network may take; null (default): the one that <see cref="NetworkBudget.Apply"/> lets hold, else
    /// <see cref="NetworkBudget.Default"/>.
    /// </param>
    /// <exception cref="FormatException">
    /// It is not such a text, the network in it is not a valid one, or it takes more than the budget; the message names
    /// the layer.
    /// </exception>
    public static NetworkDefinition FromJson(string json, NetworkBudget? budget = null)
    {
        var definition = NetworkJson.Read(json);
        NetworkCost.Require(definition, budget);
        return definition;
    }

    /// <summary>The network as JSON, which <see cref="FromJson"/> reads back to an equal one.</summary>
    public string ToJson() => NetworkJson.Write(this);

    /// <summary>Larq's summary: weights by precision, memory, multiply-accumulates, of each layer and in all.</summary>
    /// <param name="convention">Which parameters a batch normalization counts; default Larq's.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is no such convention.</exception>
    public NetworkSummary Summary(ParameterConvention convention = ParameterConvention.Larq) =>
        NetworkSummary.Of(Layers, convention);

    /// <inheritdoc/>
    public bool Equals(NetworkDefinition? other) =>
        other is not null && Outputs.SequenceEqual(other.Outputs) && Layers.SequenceEqual(other.Layers);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as NetworkDefinition);

    /// <inheritdoc/>
    public override int GetHashCode() => Layers.Aggregate(17, HashCode.Combine);

    /// <exception cref="ArgumentException">There is not one output, or it does not depend on the input.</exception>
    internal static NetworkDefinition Of(ImmutableArray<NetworkTensor> outputs)
    {
        if (outputs is not [var output])
        {
            throw new ArgumentException(
                $"A network has one output, got {outputs.Length}"
                + $"{string.Concat(outputs.Select(other => $", '{other.Layer.Name}'"))}.");
        }

        var layers = output.Graph.Leading(output.Layer);
        if (layers[0].Kind is not InputLayer)
            throw new ArgumentException($"The network's output '{output.Layer.Name}' does not depend on its input.");
        return new NetworkDefinition(layers, [output.Layer]);
    }
}
