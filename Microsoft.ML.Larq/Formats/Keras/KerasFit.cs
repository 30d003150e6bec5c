using System.Collections.Immutable;
using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Formats.Keras;

/// <summary>Whether a file's tensors are those that a layer has: their names, shapes and values.</summary>
/// <remarks>
/// A list that leads with ones, (1, 1, channels), serves where (channels,) is wanted, and a dense layer's kernel where
/// the layer became a convolution of one tap. A kernel of other axes never does.
/// </remarks>
internal static class KerasFit
{
    // Axes of a volume and its channels.
    private const int Axes = 4;

    /// <summary>Whether every layer has its own layer of the file, all of the file's are taken, and they fit.</summary>
    public static bool AreAll(
        Layer[] wanted, ImmutableArray<KerasLeaf> given, Dictionary<string, KerasLeaf> found) =>
        wanted.Length == given.Length && found.Values.Distinct().Count() == wanted.Length
        && wanted.All(layer => found.TryGetValue(layer.Name, out var leaf) && Is(layer, leaf.Layer));

    public static bool Is(Layer layer, KerasLayer given) => HasNames(layer, given) && layer.Weights.All(spec =>
        Is(spec, given.Weights.First(weight => weight.ShortName == spec.Name)));

    /// <exception cref="ArgumentException">The file's tensors have other names.</exception>
    public static void RequireNames(Layer layer, KerasLayer given)
    {
        if (HasNames(layer, given)) return;
        throw new ArgumentException(
            $"Layer '{layer.Name}' ({layer.Kind.ClassName}) wants the weights "
            + $"{string.Join(", ", layer.Weights.Select(spec => spec.Name))}; the file's layer '{given.Name}' has "
            + $"{string.Join(", ", given.Weights.Select(weight => weight.ShortName))}.");
    }

    /// <exception cref="ArgumentException">The tensor has another shape or type, or a value that is none.</exception>
    public static WeightArray Take(Layer layer, WeightSpec spec, KerasLayer given)
    {
        var weight = given.Weights.Single(weight => weight.ShortName == spec.Name);
        var what = $"Layer '{layer.Name}' ({layer.Kind.ClassName}), weight '{spec.Name}'";
        if (!Is(spec, weight))
            throw new ArgumentException($"{what} must have shape {spec.Shape}; the file has '{weight}'.");
        if (!weight.IsSingle)
            throw new ArgumentException($"{what} must be float32; the file's '{weight}' is {weight.ElementType}.");
        var fault = weight.Array.AsSpan().IndexOfAnyExceptInRange(float.MinValue, float.MaxValue);
        return fault < 0
            ? WeightArray.Adopt(spec.Shape, weight.Array)
            : throw new ArgumentException(
                $"{what} has finite values; the file's '{weight}' has {weight.Array[fault]} at {fault}.");
    }

    private static bool HasNames(Layer layer, KerasLayer given) => layer.Weights.Length == given.Weights.Length
        && layer.Weights.Select(spec => spec.Name).Order(StringComparer.Ordinal)
            .SequenceEqual(given.Weights.Select(weight => weight.ShortName).Order(StringComparer.Ordinal));

    private static bool Is(WeightSpec spec, KerasWeight weight)
    {
        var (wanted, given) = (spec.Shape.Dimensions, weight.Shape);
        if (given.SequenceEqual(wanted)) return true;
        return IsTapless(wanted, given) || (LeadsWithOnes(given, wanted) && CanLead(spec) && given.Length <= Axes);
    }

    // A list may be led by ones, and so may a slope: the axes that share it are kept with length 1.
    private static bool CanLead(WeightSpec spec) => spec.Shape.Rank == 1 || spec.Name == "alpha";

    private static bool LeadsWithOnes(ImmutableArray<int> given, ImmutableArray<int> wanted) =>
        given.Length > wanted.Length && given[..^wanted.Length].All(size => size == 1)
        && given[^wanted.Length..].SequenceEqual(wanted);

    // A dense layer's kernel lacks the taps of the convolution that it became.
    private static bool IsTapless(ImmutableArray<int> wanted, ImmutableArray<int> given) =>
        given.Length == 2 && wanted.Length > 2 && wanted[..^2].All(size => size == 1)
        && given.SequenceEqual(wanted[^2..]);
}
