using Mono.Cecil;

namespace Larq.OpenReferences;

/// <summary>Resolves assemblies among the compiler's own references and nowhere else.</summary>
internal sealed class ListedReferences(IEnumerable<string> paths) : IAssemblyResolver
{
    private readonly Dictionary<string, string> _paths = paths
        .GroupBy(Path.GetFileNameWithoutExtension, StringComparer.OrdinalIgnoreCase)
        .ToDictionary(group => group.Key!, group => group.First(), StringComparer.OrdinalIgnoreCase);

    private readonly Dictionary<string, AssemblyDefinition> _read = [];

    public AssemblyDefinition Resolve(AssemblyNameReference name) => Resolve(name, new ReaderParameters());

    public AssemblyDefinition Resolve(AssemblyNameReference name, ReaderParameters parameters)
    {
        if (_read.TryGetValue(name.Name, out var known)) return known;
        if (!_paths.TryGetValue(name.Name, out var path)) throw new AssemblyResolutionException(name);
        parameters.AssemblyResolver = this;
        return _read[name.Name] = AssemblyDefinition.ReadAssembly(path, parameters);
    }

    public void Dispose()
    {
        foreach (var assembly in _read.Values) assembly.Dispose();
    }
}
