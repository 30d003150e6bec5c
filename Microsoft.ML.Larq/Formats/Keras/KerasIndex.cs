using System.Collections.Immutable;

namespace Microsoft.ML.Larq.Formats.Keras;

/// <summary>The file's layers by the names that they have in a network, the surest names first.</summary>
internal sealed class KerasIndex
{
    private readonly Dictionary<string, KerasLeaf> _leaves = new(StringComparer.Ordinal);
    private readonly HashSet<string> _twice = new(StringComparer.Ordinal);

    public KerasIndex(ImmutableArray<KerasLeaf> leaves)
    {
        for (var rank = 0; leaves.Any(leaf => rank < leaf.Names.Length); rank++)
        {
            var named = leaves.Where(leaf => rank < leaf.Names.Length && leaf.Names[rank] is not null);
            foreach (var group in named.GroupBy(leaf => leaf.Names[rank]!, StringComparer.Ordinal))
            {
                if (_twice.Contains(group.Key) || _leaves.ContainsKey(group.Key)) continue;
                if (group.Count() == 1) _leaves.Add(group.Key, group.Single());
                else _twice.Add(group.Key);
            }
        }
    }

    /// <summary>The layer of that name; null for none.</summary>
    public KerasLeaf? Find(string name) => _leaves.GetValueOrDefault(name);

    /// <summary>Requires that at most one layer has the name.</summary>
    /// <exception cref="ArgumentException">The file has two of it.</exception>
    public void RequireOne(string name)
    {
        if (_twice.Contains(name))
            throw new ArgumentException($"The file has two layers '{name}'; by name they cannot be told apart.");
    }
}
