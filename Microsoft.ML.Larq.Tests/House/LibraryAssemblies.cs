using System.Reflection;
using System.Xml.Linq;
using Microsoft.ML.Larq.Layers;
using Microsoft.ML.Larq.Networks;
using Mono.Cecil;

namespace Microsoft.ML.Larq.Tests.House;

/// <summary>
/// The assemblies that the library is: that of ML.NET's users, what it trains with, and the engine beneath them.
/// </summary>
internal static class LibraryAssemblies
{
    public static Assembly Main { get; } = typeof(LarqExtensions).Assembly;

    public static Assembly Engine { get; } = typeof(NetworkDefinition).Assembly;

    public static Assembly Torch { get; } = typeof(QuantDense).Assembly;

    public static IReadOnlyList<Assembly> All { get; } = [Main, Torch, Engine];

    /// <summary>The types that stand by themselves, as they were compiled.</summary>
    public static IReadOnlyList<TypeDefinition> TopTypes { get; } =
        [.. All.SelectMany(assembly => Read(assembly).Types)];

    /// <summary>What the files beside them say of their members.</summary>
    public static IEnumerable<XElement> Documentation() => All.SelectMany(assembly =>
        XDocument.Load(Path.ChangeExtension(assembly.Location, ".xml")).Descendants("member"))
        .DistinctBy(member => (string?)member.Attribute("name"));

    /// <summary>Whether a reference is to a type of the library, whichever of its assemblies holds it.</summary>
    public static bool Holds(TypeReference type) => type.Scope is ModuleDefinition
        || (type.Scope is AssemblyNameReference name && All.Any(one => one.GetName().Name == name.Name));

    private static ModuleDefinition Read(Assembly assembly)
    {
        var resolver = new DefaultAssemblyResolver();
        resolver.AddSearchDirectory(Path.GetDirectoryName(assembly.Location));
        resolver.AddSearchDirectory(Path.GetDirectoryName(typeof(object).Assembly.Location));
        return ModuleDefinition.ReadModule(assembly.Location, new ReaderParameters { AssemblyResolver = resolver });
    }
}
