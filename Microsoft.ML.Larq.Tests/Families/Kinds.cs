using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Tests.Families;

/// <summary>The members of a family, found by themselves.</summary>
internal static class Kinds
{
    /// <summary>Every type of the library that derives from one and can be made.</summary>
    public static IEnumerable<Type> Of(Type family) => typeof(LayerKind).Assembly.GetTypes()
        .Where(type => type.IsSubclassOf(family) && !type.IsAbstract);
}
