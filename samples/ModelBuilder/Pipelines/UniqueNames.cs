using System.Globalization;

namespace Larq.ModelBuilder.Pipelines;

/// <summary>Gives out names, none twice.</summary>
internal sealed class UniqueNames(IEnumerable<string> taken)
{
    private readonly HashSet<string> _taken = new(taken, StringComparer.Ordinal);

    /// <summary>The name itself where it is free, else the first of name_2, name_3, … that is.</summary>
    public string Take(string wanted)
    {
        var name = wanted;
        for (var i = 2; !_taken.Add(name); i++) name = string.Create(CultureInfo.InvariantCulture, $"{wanted}_{i}");
        return name;
    }
}
