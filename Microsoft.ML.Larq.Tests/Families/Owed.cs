namespace Microsoft.ML.Larq.Tests.Families;

/// <summary>
/// Tables that owe a row to every member of a family: says who lacks which row, and what to do about it.
/// </summary>
internal static class Owed
{
    /// <summary>Fails where a member has no row, a row no member, or a member two rows.</summary>
    /// <param name="family">What a member is, for example <c>LayerKind</c>.</param>
    /// <param name="members">All members there are.</param>
    /// <param name="table">The table, as a reader finds it.</param>
    /// <param name="rows">Which members its rows are of.</param>
    /// <param name="advice">What the row that is missing must hold.</param>
    public static void Rows(
        string family, IEnumerable<string> members, string table, IEnumerable<string> rows, string advice) =>
        NoFaults(Faults(family, members, table, rows, advice));

    /// <inheritdoc cref="Rows(string, IEnumerable{string}, string, IEnumerable{string}, string)"/>
    public static void Rows(Type family, string table, IEnumerable<Type> rows, string advice) => Rows(
        family.Name, Kinds.Of(family).Select(kind => kind.Name), table, rows.Select(kind => kind.Name), advice);

    /// <summary>Fails with all lines, as they are.</summary>
    public static void NoFaults(IEnumerable<string> faults)
    {
        if (string.Join('\n', faults) is { Length: > 0 } text) Assert.Fail(text);
    }

    /// <summary>A line for each fault.</summary>
    public static IEnumerable<string> Faults(
        string family, IEnumerable<string> members, string table, IEnumerable<string> rows, string advice)
    {
        var (all, there) = (members.ToHashSet(), rows.ToArray());
        if (all.Count == 0) yield return $"No {family} was found: the table {table} is compared with nothing.";
        foreach (var member in all.Except(there).Order())
            yield return $"{family} '{member}' has no row in {table}: {advice}.";
        foreach (var row in there.Except(all).Order())
            yield return $"{table} has a row '{row}', which is no {family} of the library: rename it or take it out.";
        foreach (var twice in there.GroupBy(row => row).Where(group => group.Count() > 1).Select(group => group.Key))
            yield return $"{table} has several rows '{twice}': one is enough.";
    }
}
