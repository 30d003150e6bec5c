using System.Reflection;
using System.Text.RegularExpressions;

namespace Microsoft.ML.Larq.Tests.House;

/// <summary>Names of the library's types and members that a page sets in backticks.</summary>
internal static partial class DocumentedNames
{
    private static readonly ILookup<string, Type> Types = LibraryAssemblies.All
        .SelectMany(assembly => assembly.GetTypes())
        .Where(type => !type.Name.Contains('<'))
        .ToLookup(type => type.Name.Split('`')[0], StringComparer.Ordinal);

    /// <summary>
    /// Names like <c>Type</c>, <c>Type&lt;T&gt;</c> and <c>Type.Member</c>, each once; what is spelled otherwise, as
    /// names of instructions and options are, is none. Blocks of code are left out.
    /// </summary>
    public static string[] Of(string page) =>
    [
        .. Name().Matches(Block().Replace(page, "")).Select(match => match.Groups[1].Value).Distinct(),
    ];

    /// <summary>Those that no type and no member of the library has.</summary>
    public static string[] Unknown(string page) => [.. Of(page).Where(name => !Exists(name))];

    private static bool Exists(string name)
    {
        const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static
            | BindingFlags.Instance | BindingFlags.FlattenHierarchy;
        var parts = name.Split('.');
        return Types[parts[0]].Any(type => parts.Length == 1 || type.GetMember(parts[1], All).Length > 0);
    }

    [GeneratedRegex("`(I?[A-Z][a-z0-9][A-Za-z0-9]*(?:\\.[A-Z][A-Za-z0-9]*)?)(?:<[A-Za-z, ]+>)?`")]
    private static partial Regex Name();

    [GeneratedRegex("^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
