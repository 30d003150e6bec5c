namespace Microsoft.ML.Larq.Networks;

/// <summary>
/// What a family of values is called in strings: one row a member, in the order that errors list them.
/// </summary>
internal sealed class AliasTable<T>(string what, params AliasRow<T>[] rows)
{
    public IEnumerable<string> Aliases => rows.Select(row => row.Alias);

    public T Parse(string text)
    {
        var call = AliasCall.Parse(text, what);
        foreach (var row in rows)
        {
            if (row.Alias != call.Name && !row.ClassNames.Contains(call.Name)) continue;
            var value = row.Create(call);
            call.Finish(row.Arguments);
            return value;
        }

        throw new ArgumentException(
            $"Unknown {what} '{call.Name}'; known are '{string.Join("', '", Aliases)}'.", nameof(text));
    }
}

/// <summary>One row: the alias, the arguments in words for the error, and how to make the value.</summary>
internal sealed record AliasRow<T>(string Alias, string Arguments, Func<AliasCall, T> Create)
{
    /// <summary>Other names that Larq knows the member by; read, never written.</summary>
    public string[] ClassNames { get; init; } = [];
}
