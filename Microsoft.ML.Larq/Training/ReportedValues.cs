namespace Microsoft.ML.Larq.Training;

/// <summary>The values that callbacks report: of an epoch the last one under each name.</summary>
internal sealed class ReportedValues
{
    private const int LongestName = 200;

    private readonly List<KeyValuePair<string, double>> _values = [];

    /// <summary>All names that were ever reported, with this epoch's values; NaN where there is none yet.</summary>
    public IReadOnlyList<KeyValuePair<string, double>> Values => [.. _values];

    /// <summary>Whether a name was reported.</summary>
    public bool Has(string name) => _values.Any(value => value.Key == name);

    /// <summary>Names that an interrupted training had reported.</summary>
    public void Announce(IEnumerable<string> names) => _values.AddRange(names
        .Where(name => !Has(name)).Distinct().Select(name => KeyValuePair.Create(name, double.NaN)));

    /// <summary>Begins an epoch.</summary>
    public void Reset()
    {
        for (var i = 0; i < _values.Count; i++) _values[i] = KeyValuePair.Create(_values[i].Key, double.NaN);
    }

    /// <summary>Takes a value.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">The value.</param>
    /// <param name="known">All names there are, those that were reported among them.</param>
    /// <exception cref="ArgumentException">The name cannot be one, or is that of something measured.</exception>
    public void Set(string name, double value, Func<IEnumerable<string>> known)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (name.Length > LongestName || name.Any(char.IsControl))
        {
            throw new ArgumentException(
                $"A value's name has at most {LongestName} characters, none of them a control character; got "
                + $"'{name[..Math.Min(name.Length, LongestName)]}'.", nameof(name));
        }

        var at = _values.FindIndex(one => one.Key == name);
        if (at < 0 && known().Contains(name))
            throw new ArgumentException(
                $"'{name}' is measured by the training itself; choose another name.", nameof(name));
        if (at < 0) _values.Add(KeyValuePair.Create(name, value));
        else _values[at] = KeyValuePair.Create(name, value);
    }
}
