using System.Collections.Immutable;

namespace Microsoft.ML.Larq.Networks.Text;

/// <summary>What a family of values is called in strings: a row a member, in the order that errors list them.</summary>
internal sealed class AliasTable<T>(string what, params AliasRow<T>[] rows)
{
    private ImmutableArray<AliasRow<T>> _added = [];

    public IEnumerable<string> Aliases => rows.Concat(_added).Select(row => row.Alias);

    /// <summary>The other names of the rows that the table began with.</summary>
    public IEnumerable<string> ClassNames => rows.SelectMany(row => row.ClassNames);

    /// <summary>What to do about a name that is not known; follows the list of those that are.</summary>
    public Func<string, string> Hint { get; init; } = _ => "";

    /// <summary>Takes the arguments that every member of the family has.</summary>
    public Func<T, AliasCall, T> WithCommon { get; init; } = static (value, _) => value;

    /// <summary>Whether a name is one of the rows that the table began with.</summary>
    public bool BuiltIn(string name) => rows.Any(row => row.Goes(name));

    /// <summary>Whether a name is one of any row.</summary>
    public bool Knows(string name) => rows.Concat(_added).Any(row => row.Goes(name));

    /// <summary>Adds a row, in place of an added one of the same alias.</summary>
    public void Put(AliasRow<T> row) => ImmutableInterlocked.Update(
        ref _added, static (added, row) => [.. added.Where(other => other.Alias != row.Alias), row], row);

    public T Parse(string alias)
    {
        ArgumentNullException.ThrowIfNull(alias);
        var call = AliasCall.Parse(alias, what);
        if (rows.Concat(_added).FirstOrDefault(row => row.Goes(call.Name)) is { } known)
        {
            var value = WithCommon(known.Create(call), call);
            call.Finish();
            return value;
        }

        throw new ArgumentException(
            $"Unknown {what} '{call.Name}'; known are '{string.Join("', '", Aliases)}'.{Hint(call.Name)}",
            nameof(alias));
    }
}

/// <summary>
/// One row: the alias, how to make the value, and other names that Larq knows the member by, read and never written.
/// </summary>
internal sealed record AliasRow<T>(string Alias, Func<AliasCall, T> Create, params string[] ClassNames)
{
    public bool Goes(string name) => Alias == name || ClassNames.Contains(name);
}
