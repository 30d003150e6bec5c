using Microsoft.ML.Larq.Tensors;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Metrics;

/// <summary>Makes one set of a metric's states out of those of several parts of the data.</summary>
internal static class StateParts
{
    /// <exception cref="ArgumentException">The parts do not fit the states or one another.</exception>
    public static Dictionary<string, Tensor> Combine(
        string metric,
        IReadOnlyCollection<MetricState> states,
        IReadOnlyList<IReadOnlyDictionary<string, Tensor>> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        if (parts.Count == 0 || parts.Any(part => part is null || part.Values.Any(state => state is null)))
        {
            throw new ArgumentException(
                $"Metric '{metric}': there is no state to load, or a part of it is null.", nameof(parts));
        }

        foreach (var name in parts.SelectMany(part => part.Keys))
        {
            if (!states.Any(state => state.PartNames.Contains(name)))
            {
                throw new ArgumentException($"Metric '{metric}' has no state '{name}'; it has "
                    + $"'{string.Join("', '", states.Select(state => state.Name))}'.", nameof(parts));
            }
        }

        var combined = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (var (state, name) in states.SelectMany(state => state.PartNames.Select(name => (state, name))))
        {
            Tensor[] found = [.. parts.Where(part => part.ContainsKey(name)).Select(part => part[name])];
            if (found.Length == 0) continue;
            if (found.Any(one => !one.shape.AsSpan().SequenceEqual(found[0].shape)))
            {
                throw new ArgumentException(
                    $"Metric '{metric}': the parts' states '{state.Name}' differ in shape.", nameof(parts));
            }

            combined[name] = parts.Count == 1 ? found[0] : state.Combination switch
            {
                StateCombination.Sum => Sum(found),
                StateCombination.Mean => Sum(found).DivideInPlace(parts.Count),
                _ => Same(metric, state.Name, found, parts.Count),
            };
        }

        return combined;
    }

    private static Tensor Sum(Tensor[] found)
    {
        var sum = found[0].to(ScalarType.Float64).clone();
        foreach (var one in found[1..]) sum.AddInPlace(one.to(ScalarType.Float64));
        return sum;
    }

    private static Tensor Same(string metric, string state, Tensor[] found, int parts) =>
        found.Length == parts && found.All(one => one.dtype == found[0].dtype && AreEqual(one, found[0]))
            ? found[0]
            : throw new ArgumentException(
                $"Metric '{metric}': state '{state}' is the same on all parts of the data, but the parts differ.",
                nameof(parts));

    // By their bytes: what is no number equals itself here.
    private static bool AreEqual(Tensor a, Tensor b)
    {
        using var scope = NewDisposeScope();
        return a.to(CPU).contiguous().bytes.SequenceEqual(b.to(CPU).contiguous().bytes);
    }
}
