using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.ML.Larq.Tests.House;

namespace Microsoft.ML.Larq.Tests.Families;

/// <summary>What the documentation of a factory's parameters says, in the file that lies beside the library.</summary>
internal static partial class FactoryDocumentation
{
    private static readonly Lazy<XElement[]> Members = new(() =>
        [.. LibraryAssemblies.Documentation()]);

    /// <summary>The default that a parameter is said to have, as it takes it; false where nothing is said.</summary>
    public static bool TryDefault(ParameterInfo parameter, out object? value)
    {
        value = null;
        if (DefaultWords().Match(TextOf(parameter)) is not { Success: true } match) return false;
        var word = match.Groups[1].Value;
        value = word is "null" or "none" ? null : Converted.To(parameter.ParameterType, Read(word, parameter));
        return true;
    }

    private static object Read(string word, ParameterInfo parameter)
    {
        var type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        if (type.IsEnum)
        {
            var names = Enum.GetNames(type);
            return Enum.Parse(type, names.FirstOrDefault(name => name.Equals(word, StringComparison.OrdinalIgnoreCase))
                ?? names.First(name => word.Equals(name + "s", StringComparison.OrdinalIgnoreCase)));
        }

        if (type == typeof(bool)) return bool.Parse(word);
        return double.Parse(word.Replace('−', '-'), CultureInfo.InvariantCulture);
    }

    // Overloads have parameters of different names.
    private static string TextOf(ParameterInfo parameter)
    {
        var method = (MethodInfo)parameter.Member;
        var names = method.GetParameters().Select(one => one.Name).ToArray();
        var start = $"M:{method.DeclaringType!.FullName}.{method.Name}(";
        var member = Members.Value.FirstOrDefault(one =>
            ((string)one.Attribute("name")!).StartsWith(start, StringComparison.Ordinal)
            && one.Elements("param").Select(text => (string?)text.Attribute("name")).SequenceEqual(names));
        var element = member?.Elements("param").Single(text => (string?)text.Attribute("name") == parameter.Name);
        return string.Concat(element?.Nodes().Select(Words) ?? []);
    }

    // A reference is the last part of what it names.
    private static string Words(XNode node) => node is XElement element
        ? ((string?)element.Attribute("cref") ?? (string?)element.Attribute("langword") ?? element.Value).Split('.')[^1]
        : ((XText)node).Value;

    [GeneratedRegex(@"\bdefault\s+([^\s;,]*[^\s;,.])", RegexOptions.IgnoreCase)]
    private static partial Regex DefaultWords();
}
