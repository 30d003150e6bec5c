using System.Reflection;
using Microsoft.ML.Larq.Model;

namespace Microsoft.ML.Larq.Tests.Families;

/// <summary>Values that a user chooses one of, the public factories that make them, and a sample of each.</summary>
/// <param name="Base">What every member derives from.</param>
/// <param name="Holder">Whose factories make them.</param>
/// <param name="Table">The samples, as a reader finds them.</param>
/// <param name="Samples">One for each factory at least.</param>
/// <param name="Parse">Reads what a network calls a member; null where members are options of a training.</param>
internal sealed record Family(
    Type Base, Type Holder, string Table, FactorySample[] Samples, Func<string, object>? Parse = null)
{
    /// <summary>Public methods and properties that make a member; reading a text and conversions are none.</summary>
    public IEnumerable<MethodInfo> Factories => Holder
        .GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        .Where(method => method.ReturnType.IsAssignableTo(Base) && method.Name is not ("Parse" or "<Clone>$")
            && (!method.IsSpecialName || method.Name.StartsWith("get_", StringComparison.Ordinal)));

    /// <summary>What a person reads of a member: its alias, or the words of an option.</summary>
    public string Text(object value) => Parse is null ? OptionText.Of(value) : value.ToString()!;

    public override string ToString() => Base.Name;
}
