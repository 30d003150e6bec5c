using System.Collections.Immutable;
using Microsoft.ML.Larq.Networks.Text;

namespace Microsoft.ML.Larq.Formats;

/// <summary>What was matched while a network took over a Keras file's weights.</summary>
public sealed class KerasReport
{
    internal KerasReport(ImmutableArray<KerasMatch> layers, ImmutableArray<string> unused) =>
        (Layers, Unused) = (layers, unused);

    /// <summary>Every layer of the network that has weights, in Keras' order.</summary>
    public ImmutableArray<KerasMatch> Layers { get; }

    /// <summary>Layers of the file that have weights and found none of the network's.</summary>
    public ImmutableArray<string> Unused { get; }

    /// <summary>
    /// The network's layers for which the file has nothing; they start from the other weights that were given, which
    /// may be fresh ones.
    /// </summary>
    public IEnumerable<string> Missing => Layers.Where(match => match.KerasLayer is null).Select(match => match.Layer);

    /// <summary>One line for each layer, and what was left over.</summary>
    public override string ToString() => VisibleText.Of(string.Join(
        Environment.NewLine,
        [
            .. Layers.Select(match => match.ToString()),
            .. Unused.Select(name => $"{name}: in the file, not in the network"),
        ]));
}
