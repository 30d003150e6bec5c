using System.Reflection;
using System.Runtime.Loader;

namespace Microsoft.ML.Larq.Tests.House;

/// <summary>
/// ML.NET looks at every type of the assembly that a saved model names. Where a program carries what scoring needs and
/// no more, each of them has to load without the packages that are left out then.
/// </summary>
[TestClass]
public class ScoringAssembliesTests
{
    private static readonly string[] LeftOut =
        ["TorchSharp", "Google.Protobuf", "SkiaSharp", "Microsoft.ML.ImageAnalytics", "ICSharpCode.SharpZipLib"];

    [TestMethod]
    public void Main_EveryType_LoadsWithoutWhatScoringLeavesOut() =>
        Assert.AreEqual("", string.Join('\n', Failures(LibraryAssemblies.Main)));

    // That it fails here shows that the packages are out of reach there too.
    [TestMethod]
    public void Torch_TypesOfTorchSharp_DoNotLoadWithoutIt() =>
        Assert.Contains(
            text => text.Contains("TorchSharp", StringComparison.Ordinal), Failures(LibraryAssemblies.Torch));

    [TestMethod]
    public void Targets_LeaveOutThesePackages()
    {
        var targets = File.ReadAllText(Path.Combine(SourceTree.Library, "buildTransitive", "ScoringOnly.targets"));
        foreach (var package in LeftOut) StringAssert.Contains(targets, package.Replace("ICSharpCode.", ""));
    }

    private static string[] Failures(Assembly assembly)
    {
        var context = new Carrying(Path.GetDirectoryName(assembly.Location)!);
        try
        {
            _ = context.LoadFromAssemblyPath(assembly.Location).GetTypes();
            return [];
        }
        catch (ReflectionTypeLoadException error)
        {
            return [.. error.LoaderExceptions.Select(one => one!.Message).Distinct()];
        }
        finally
        {
            context.Unload();
        }
    }

    // The library's assemblies once more, beside which nothing lies that scoring leaves out.
    private sealed class Carrying(string folder) : AssemblyLoadContext(isCollectible: true)
    {
        protected override Assembly? Load(AssemblyName name)
        {
            if (LeftOut.Contains(name.Name)) throw new FileNotFoundException($"{name.Name} is left out.", name.Name);
            return name.Name!.StartsWith("Microsoft.ML.Larq", StringComparison.Ordinal)
                ? LoadFromAssemblyPath(Path.Combine(folder, $"{name.Name}.dll"))
                : null;
        }
    }
}
