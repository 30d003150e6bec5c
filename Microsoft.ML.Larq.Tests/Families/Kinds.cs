using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Tests.House;

namespace Microsoft.ML.Larq.Tests.Families;

/// <summary>The members of a family, found by themselves.</summary>
internal static class Kinds
{
    /// <summary>Every type of the library that derives from one and can be made.</summary>
    public static IEnumerable<Type> Of(Type family) => LibraryAssemblies.All
        .SelectMany(assembly => assembly.GetTypes())
        .Where(type => type.IsSubclassOf(family) && !type.IsAbstract);

    /// <summary>The names of the library's own quantizers.</summary>
    public static IEnumerable<string> OwnQuantizers =>
        Of(typeof(Quantizer)).Where(type => !type.IsSubclassOf(typeof(CustomQuantizer))).Select(type => type.Name);
}
