using System.Collections.Immutable;
using Microsoft.ML.Larq.Networks.Text;

namespace Microsoft.ML.Larq.Formats;

/// <summary>What was matched while a network took over a Keras file's weights.</summary>
/// <param name="Layers">Every layer of the network that has weights, in Keras' order.</param>
/// <param name="Unused">Layers of the file that have weights and found none of the network's.</param>
public sealed record KerasReport(ImmutableArray<KerasMatch> Layers, ImmutableArray<string> Unused)
{
    /// <summary>Every layer of the network that has weights, in Keras' order.</summary>
    public ImmutableArray<KerasMatch> Layers
    {
        get;
        init => field = Given(value, nameof(Layers));
    } = Given(Layers, nameof(Layers));

    /// <summary>Layers of the file that have weights and found none of the network's.</summary>
    public ImmutableArray<string> Unused
    {
        get;
        init => field = Given(value, nameof(Unused));
    } = Given(Unused, nameof(Unused));

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

    private static ImmutableArray<T> Given<T>(ImmutableArray<T> value, string parameter)
        where T : class => value.IsDefault || value.Any(item => item is null)
            ? throw new ArgumentException(
                $"{parameter} is an array, empty where there are none, without null.", parameter)
            : value;
}
