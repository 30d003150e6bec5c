using System.Reflection;

namespace Microsoft.ML.Larq.Tests.House;

/// <summary>A name that two usings bring is an error of the compiler (CS0104): none of ours is another's.</summary>
[TestClass]
public class NameCollisionsTests
{
    // What a program has beside ours: the SDK's implicit usings, ML.NET's and TorchSharp's as their guides show them.
    private static readonly string[] Usings =
    [
        "System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Net.Http", "System.Threading",
        "System.Threading.Tasks", "Microsoft.ML", "Microsoft.ML.Data", "Microsoft.ML.Trainers",
        "Microsoft.ML.Transforms", "Microsoft.ML.Transforms.Image", "Microsoft.ML.Calibrators", "Microsoft.ML.Runtime",
        "Microsoft.ML.TorchSharp", "Microsoft.ML.Trainers.FastTree", "Microsoft.ML.Trainers.LightGbm",
        "TorchSharp", "TorchSharp.Modules",
    ];

    // using static TorchSharp.torch and its like bring the types within.
    private static readonly Type[] Statics =
    [
        typeof(global::TorchSharp.torch), typeof(global::TorchSharp.torch.nn), typeof(global::TorchSharp.torch.optim),
        typeof(global::TorchSharp.torch.utils.data), typeof(global::TorchSharp.TensorExtensionMethods),
    ];

    [TestMethod]
    public void PublicTypes_UnderTheUsualUsings_ShareNoName()
    {
        var others = Others().ToLookup(type => Name(type), StringComparer.Ordinal);
        var collisions = LibraryAssemblies.All.SelectMany(assembly => assembly.GetExportedTypes())
            .Where(type => !type.IsNested)
            .SelectMany(type => others[Name(type)].Select(other => $"{type.FullName} and {other.FullName}"))
            .ToArray();
        Assert.IsEmpty(collisions, string.Join('\n', collisions));
    }

    [TestMethod]
    public void PublicTypes_OfAllRooms_ShareNoName()
    {
        var twice = LibraryAssemblies.All.SelectMany(assembly => assembly.GetExportedTypes())
            .Where(type => !type.IsNested)
            .GroupBy(Name).Where(group => group.Count() > 1)
            .Select(group => string.Join(" and ", group.Select(type => type.FullName))).ToArray();
        Assert.IsEmpty(twice, string.Join('\n', twice));
    }

    [TestMethod]
    public void Others_HaveWhatTheyAreKnownFor() => CollectionAssert.IsSubsetOf(
        new[] { "Action", "MLContext", "KeyDataViewType", "ITrainerEstimator`2", "Tensor", "Linear", "Module" },
        Others().Select(Name).ToArray());

    private static IEnumerable<Type> Others() => Assemblies()
        .SelectMany(assembly => assembly.GetExportedTypes())
        .Where(type => !type.IsNested && Usings.Contains(type.Namespace))
        .Concat(Statics.SelectMany(type => type.GetNestedTypes()));

    private static IEnumerable<Assembly> Assemblies()
    {
        var ours = typeof(LarqExtensions).Assembly;
        var names = ours.GetReferencedAssemblies()
            .Concat(typeof(NameCollisionsTests).Assembly.GetReferencedAssemblies());
        var framework = Directory
            .EnumerateFiles(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "System.*.dll")
            .Select(path => new AssemblyName(Path.GetFileNameWithoutExtension(path)));
        var beside = Directory.EnumerateFiles(AppContext.BaseDirectory, "Microsoft.ML*.dll")
            .Select(path => new AssemblyName(Path.GetFileNameWithoutExtension(path)));
        return names.Concat(framework).Concat(beside).Select(Load).OfType<Assembly>().Distinct()
            .Where(assembly => assembly != ours && assembly != typeof(NameCollisionsTests).Assembly
                && !assembly.GetName().Name!.StartsWith(ours.GetName().Name!, StringComparison.Ordinal));
    }

    // System.*.dll of the runtime's folder may also be native.
    private static Assembly? Load(AssemblyName name)
    {
        try
        {
            return Assembly.Load(name);
        }
        catch (Exception error) when (error is BadImageFormatException or FileNotFoundException or FileLoadException)
        {
            return null;
        }
    }

    private static string Name(Type type) => type.Name;
}
