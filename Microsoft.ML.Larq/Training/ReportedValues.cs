using Microsoft.ML.Larq.Metrics;
using Microsoft.ML.Larq.Progress;

namespace Microsoft.ML.Larq.Training;

/// <summary>The values that callbacks report: of an epoch the last one under each name.</summary>
internal sealed class ReportedValues
{
    /// <summary>More would make a history that is too large to be read back.</summary>
    public const int MostNames = 1000;

    private const int LongestName = 200;

    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    private readonly List<KeyValuePair<string, double>> _values = [];

    /// <summary>All names that were ever reported, with this epoch's values; NaN where there is none yet.</summary>
    public IReadOnlyList<KeyValuePair<string, double>> Values => [.. _values];

    /// <summary>Whether a name was reported.</summary>
    public bool Has(string name) => _places.ContainsKey(name);

    /// <summary>Names that an interrupted training had reported.</summary>
    public void Announce(IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            if (_places.TryAdd(name, _values.Count)) _values.Add(KeyValuePair.Create(name, double.NaN));
        }
    }

    /// <summary>Begins an epoch.</summary>
    public void Reset()
    {
        for (var i = 0; i < _values.Count; i++) _values[i] = KeyValuePair.Create(_values[i].Key, double.NaN);
    }

    /// <summary>Takes a value.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">The value.</param>
    /// <param name="isMeasured">Whether training itself measures something of that name.</param>
    /// <exception cref="ArgumentException">The name cannot be one, or there are too many.</exception>
    public void Set(string name, double value, Func<string, bool> isMeasured)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (_places.TryGetValue(name, out var at))
        {
            _values[at] = KeyValuePair.Create(name, value);
            return;
        }

        RequireName(name);
        if (isMeasured(name) || MetricNames.IsOfLibrary(name))
        {
            throw new ArgumentException(
                $"'{name}' is measured by the training itself; choose another name.", nameof(name));
        }

        if (_values.Count == MostNames)
            throw new ArgumentException($"A training reports at most {MostNames} values of callbacks.", nameof(name));
        Announce([name]);
        _values[^1] = KeyValuePair.Create(name, value);
    }

    private static void RequireName(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (name.Length <= LongestName && MetricText.IsPlain(name)) return;
        throw new ArgumentException(
            $"A value's name has at most {LongestName} characters, none of them a control character or half of one; "
            + $"got '{name[..Math.Min(name.Length, LongestName)]}'.", nameof(name));
    }
}
