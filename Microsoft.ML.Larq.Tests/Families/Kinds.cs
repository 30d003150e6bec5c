using Microsoft.ML.Larq.Tests.House;

namespace Microsoft.ML.Larq.Tests.Families;

/// <summary>The members of a family, found by themselves.</summary>
internal static class Kinds
{
    /// <summary>Every type of the library that derives from one and can be made.</summary>
    public static IEnumerable<Type> Of(Type family) => LibraryAssemblies.All
        .SelectMany(assembly => assembly.GetTypes())
        .Where(type => type.IsSubclassOf(family) && !type.IsAbstract);
}
