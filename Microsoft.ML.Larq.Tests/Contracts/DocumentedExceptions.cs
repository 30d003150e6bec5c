using System.Reflection;
using Microsoft.ML.Larq.Tests.House;

namespace Microsoft.ML.Larq.Tests.Contracts;

/// <summary>The exceptions that a member's documentation names, in the file that lies beside the library.</summary>
internal static class DocumentedExceptions
{
    private static readonly Lazy<Dictionary<string, string[]>> Texts = new(() =>
        LibraryAssemblies.Documentation().ToDictionary(
            one => (string)one.Attribute("name")!,
            one => one.Elements("exception").Select(text => ((string)text.Attribute("cref")!)[2..]).ToArray()));

    public static IEnumerable<Type> Of(MethodBase member)
    {
        var property = PublicSurface.PropertyOf(member);
        var type = member.DeclaringType!.FullName!.Replace('+', '.');
        var start = property is not null
            ? $"P:{type}.{property.Name}"
            : $"M:{type}.{(member.IsConstructor ? "#ctor" : member.Name)}";
        return Texts.Value
            .Where(one => one.Key == start
                || one.Key.StartsWith(start + "(", StringComparison.Ordinal)
                || one.Key.StartsWith(start + "``", StringComparison.Ordinal)
                || (one.Key.StartsWith($"M:{type}.<", StringComparison.Ordinal)
                    && one.Key.Contains($".{member.Name}(", StringComparison.Ordinal)))
            .SelectMany(one => one.Value).Distinct()
            .Select(name => Type.GetType(name) ?? throw new InvalidOperationException($"What is {name}?"))
            .Where(one => !one.IsAssignableFrom(typeof(ArgumentException))
                && !one.IsSubclassOf(typeof(ArgumentException)));
    }
}
