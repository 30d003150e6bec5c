using System.Reflection;
using System.Runtime.Loader;

namespace Microsoft.ML.Larq.Tests.Neighbour;

/// <summary>Gives an assembly loaded into it the neighbour as its package has it, and all else as it is.</summary>
internal sealed class AsShipped : AssemblyLoadContext
{
    private const string Neighbour = "Microsoft.ML.TorchSharp";

    protected override Assembly? Load(AssemblyName name) => name.Name == Neighbour
        ? LoadFromAssemblyPath(Path.Combine(AppContext.BaseDirectory, "as-shipped", $"{Neighbour}.dll"))
        : null;
}
