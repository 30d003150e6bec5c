using System.Collections.Immutable;
using Microsoft.ML.Larq.Networks.Kinds;

namespace Microsoft.ML.Larq.Networks;

/// <summary>
/// A layer's output while a network is being built, as in Keras' functional style: each method adds a layer and gives
/// its output.
/// </summary>
/// <remarks>
/// Shapes are per row and NHWC. Every method checks shapes and parameters at once and throws an
/// <see cref="ArgumentException"/> that names the layer, what it wants and what came.
/// Every method takes a <c>name</c>; without one, layers are called as in Keras: <c>dense</c>, <c>dense_1</c>, …
/// </remarks>
public sealed partial class NetworkTensor
{
    internal NetworkTensor(NetworkGraph graph, Layer layer)
    {
        Graph = graph;
        Layer = layer;
    }

    /// <summary>The shape of one row.</summary>
    public TensorShape Shape => Layer.OutputShape;

    /// <summary>The layer whose output this is.</summary>
    public Layer Layer { get; }

    internal NetworkGraph Graph { get; }

    /// <summary>Adds a layer of any kind that reads this tensor, and others after it.</summary>
    /// <param name="kind">What to add.</param>
    /// <param name="others">Further inputs.</param>
    /// <param name="name">The layer's name; null numbers it.</param>
    /// <exception cref="ArgumentException">The inputs do not fit, or the name is taken.</exception>
    public NetworkTensor Apply(LayerKind kind, IEnumerable<NetworkTensor>? others = null, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(kind);
        var inputs = ImmutableArray.CreateRange<NetworkTensor>([this, .. others ?? []]);
        return inputs.All(input => input is not null)
            ? Graph.Add(kind, inputs, name)
            : throw new ArgumentException(
                $"An input of the layer '{name ?? kind.BaseName}' ({kind.ClassName}) is null.", nameof(others));
    }

    /// <summary>Adds a branch's output to this tensor: y = x + branch(x).</summary>
    /// <param name="branch">Builds the branch; its output must have this tensor's shape.</param>
    /// <param name="name">The name of the adding layer.</param>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public NetworkTensor Residual(Func<NetworkTensor, NetworkTensor> branch, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(branch);
        var end = branch(this) ?? throw new ArgumentException("The branch's function returned null.", nameof(branch));
        return Add(end, name);
    }

    /// <summary>
    /// Adds layers whose weights training leaves bit for bit as they are: a trunk that has been trained elsewhere, as a
    /// model in Keras whose <c>trainable</c> is false.
    /// </summary>
    /// <param name="layers">
    /// Builds them from this tensor, <c>x => Zoo.QuickNetSmall(x)</c>; every layer that is added meanwhile gets
    /// <see cref="WeightedKind.Trainable"/> false and keeps its name.
    /// </param>
    /// <returns>What the function gives.</returns>
    public NetworkTensor Frozen(Func<NetworkTensor, NetworkTensor> layers)
    {
        ArgumentNullException.ThrowIfNull(layers);
        return Graph.Frozen(this, layers);
    }

    private NetworkTensor Filtered(
        FilterKind kind, Sides? strides, PadMode padding, float padValue, Quantizer? inputQuantizer,
        Quantizer? kernelQuantizer, Sides? dilationRate, int groups, ActivationFunction activation, bool useBias,
        Kernel? kernel, string? name) => Padded(
        kind with { PadValue = padValue, Kernel = Kernel.Of(kernel, kernelQuantizer), Groups = groups },
        strides, padding, dilationRate, inputQuantizer, activation, useBias, name);

    private NetworkTensor Padded<T>(
        T kind, Sides? strides, PadMode padding, Sides? dilationRate, Quantizer? inputQuantizer,
        ActivationFunction activation, bool useBias, string? name)
        where T : PaddedKind => Windowed(
        kind with { Padding = padding, DilationRate = dilationRate ?? 1 },
        strides, inputQuantizer, activation, useBias, name);

    private NetworkTensor Windowed<T>(
        T kind, Sides? strides, Quantizer? inputQuantizer, ActivationFunction activation, bool useBias, string? name)
        where T : WindowedKind => Quant(
        kind with
        {
            Strides = strides ?? 1,
            InputQuantizer = inputQuantizer,
            Activation = activation,
            UseBias = useBias,
        },
        name);

    // A layer is called as the method is, with and without quantizers.
    private NetworkTensor Quant(BiasedKind kind, string? name) => Apply(
        kind, name: name ?? Graph.Free(LayerKind.BaseNameOf(LayerKind.NameOf(kind.GetType(), isQuantized: true))));
}
