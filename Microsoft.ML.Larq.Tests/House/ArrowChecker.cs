using Mono.Cecil;

namespace Microsoft.ML.Larq.Tests.House;

/// <summary>Holds what the types of assemblies that are one library use against a table.</summary>
internal sealed class ArrowChecker(string rootNamespace, params string[] assemblies)
{
    private static readonly string Framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;

    /// <summary>Uses that the table does not allow: type, folder or package, and what is named.</summary>
    public IReadOnlyList<string> Violations(IReadOnlyDictionary<string, Arrows.Row> table)
    {
        using var resolver = new DefaultAssemblyResolver();
        resolver.AddSearchDirectory(Path.GetDirectoryName(assemblies[0]));
        resolver.AddSearchDirectory(Framework);
        var reading = new ReaderParameters { AssemblyResolver = resolver };
        return
        [
            .. assemblies.SelectMany(assembly => ModuleDefinition.ReadModule(assembly, reading).Types)
                .SelectMany(type => Violations(type, table)).Distinct().Order(StringComparer.Ordinal),
        ];
    }

    private IEnumerable<string> Violations(TypeDefinition type, IReadOnlyDictionary<string, Arrows.Row> table)
    {
        if (Folder(type) is not { } folder) yield break;
        if (!table.TryGetValue(folder, out var row))
        {
            yield return $"{type.FullName} is in the folder '{folder}', which the table does not have.";
            yield break;
        }

        foreach (var used in TypeReferences.Of(type))
        {
            if (used.Scope is AssemblyNameReference library && !IsOurs(library.Name))
            {
                if (!InFramework(library.Name) && !row.Packages.Any(package => Belongs(library.Name, package)))
                    yield return $"{type.FullName} uses {used.FullName} of the package {library.Name}.";
            }
            else if (Folder(Outermost(used)) is { } other && other != folder && !row.Folders.Contains(other))
            {
                yield return $"{type.FullName} uses {used.FullName}: {folder} has no arrow to {other}.";
            }
        }
    }

    private bool IsOurs(string library) =>
        assemblies.Any(assembly => Path.GetFileNameWithoutExtension(assembly) == library);

    // Null for what the compiler adds outside of our namespaces.
    private string? Folder(TypeReference type)
    {
        if (type.Namespace == rootNamespace) return Arrows.Root;
        if (type.Namespace == "Microsoft.ML") return Arrows.Door;
        if (!type.Namespace.StartsWith(rootNamespace + ".", StringComparison.Ordinal)) return null;
        var folder = type.Namespace[(rootNamespace.Length + 1)..].Split('.')[0];
        return Arrows.OfTheRoot.Contains(folder) ? Arrows.Root : folder;
    }

    private static TypeReference Outermost(TypeReference type) =>
        type.DeclaringType is { } outer ? Outermost(outer) : type;

    private static bool Belongs(string library, string package) =>
        library == package || library.StartsWith(package + ".", StringComparison.Ordinal);

    private static bool InFramework(string library) => File.Exists(Path.Combine(Framework, library + ".dll"));
}
