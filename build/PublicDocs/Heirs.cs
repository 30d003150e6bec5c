using System.Xml.Linq;

namespace Larq.PublicDocs;

/// <summary>Members that inherit documentation which is left out: they get it as their own.</summary>
internal static class Heirs
{
    public static string NameOf(XElement member) => (string?)member.Attribute("name") ?? "";

    /// <param name="members">Those that stay.</param>
    /// <param name="hidden">Those that are left out, by name.</param>
    public static void Settle(IEnumerable<XElement> members, IReadOnlyDictionary<string, XElement> hidden)
    {
        foreach (var member in members)
        {
            while (Will(member, hidden) is var (will, source))
            {
                // What a member says itself comes before what it inherits.
                var own = member.Elements().Select(Kind).ToHashSet(StringComparer.Ordinal);
                will.ReplaceWith(source.Elements().Where(element => !own.Contains(Kind(element)))
                    .Select(element => new XElement(element)));
            }
        }
    }

    private static (XElement Will, XElement Source)? Will(
        XElement member, IReadOnlyDictionary<string, XElement> hidden)
    {
        foreach (var will in member.Elements("inheritdoc"))
        {
            if (hidden.TryGetValue((string?)will.Attribute("cref") ?? "", out var source)) return (will, source);
        }

        return null;
    }

    // A summary is one, and so is each parameter by its name.
    private static string Kind(XElement element) =>
        $"{element.Name} {(string?)element.Attribute("name")}{(string?)element.Attribute("cref")}";
}
