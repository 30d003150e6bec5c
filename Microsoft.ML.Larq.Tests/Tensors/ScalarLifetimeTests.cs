using Microsoft.ML.Larq.Tensors;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Microsoft.ML.Larq.Tests.Tensors;

/// <summary>
/// TorchSharp's scalars have finalizers and are not kept alive during native calls. The library may make them in
/// <see cref="SafeArithmetic"/> and in static fields, and may call nothing of TorchSharp that makes one on the way.
/// </summary>
[TestClass]
public class ScalarLifetimeTests
{
    private static readonly ModuleDefinition Library = Read(typeof(SafeArithmetic).Assembly.Location);
    private static readonly ModuleDefinition TorchSharp = Read(typeof(TorchSharp.torch).Assembly.Location);

    // Called where nothing depends on the scalar's value, or with a tensor that holds it; each with its reason.
    private static readonly string[] Allowed = [];

    [TestMethod]
    public void Library_MakesScalars_OnlyWhereTheyAreHeld()
    {
        var makers = Methods(Library)
            .Where(method => Calls(method).Any(IsConversion))
            .Where(method => !method.IsConstructor && method.DeclaringType.FullName != typeof(SafeArithmetic).FullName)
            .Select(method => method.FullName);
        Assert.AreEqual("", string.Join("\n", makers));
    }

    [TestMethod]
    public void Library_CallsNothing_ThatMakesAScalarOnTheWay()
    {
        var careless = Careless();
        var offenders =
            from method in Methods(Library)
            from call in Calls(method)
            where careless.Contains(call.FullName) && !Allowed.Contains(call.FullName)
            select $"{method.FullName} calls {call.FullName}";
        Assert.AreEqual("", string.Join("\n", offenders.Distinct()));
    }

    [TestMethod]
    public void Careless_KnowsTheCallsThatWereSeenToFail()
    {
        var careless = Careless();
        Assert.IsTrue(
            careless.Any(name => name.Contains("Tensor::add_(TorchSharp.torch/Tensor)", StringComparison.Ordinal)));
        Assert.IsTrue(careless.Any(name => name.Contains("Tensor::add_(TorchSharp.Scalar)", StringComparison.Ordinal)));
        Assert.IsFalse(careless.Any(
            name => name.EndsWith(
                "Tensor::add_(TorchSharp.torch/Tensor,TorchSharp.Scalar)", StringComparison.Ordinal)));
    }

    // Methods of tensors and modules that convert a number themselves, or call one of their kin that does.
    private static HashSet<string> Careless()
    {
        var candidates = Methods(TorchSharp).Where(
            method => method.DeclaringType.FullName.StartsWith("TorchSharp.torch", StringComparison.Ordinal)).ToArray();
        var found = candidates.Where(method => Calls(method).Any(IsConversion))
            .Select(method => method.FullName).ToHashSet();
        while (true)
        {
            var more = candidates
                .Where(method => !found.Contains(method.FullName)
                    && Calls(method).Any(call => found.Contains(call.FullName)))
                .Select(method => method.FullName).ToArray();
            if (more.Length == 0) return found;
            found.UnionWith(more);
        }
    }

    private static bool IsConversion(MethodReference call) => call.DeclaringType.FullName == "TorchSharp.Scalar"
        ? call.Name == "op_Implicit"
        : call.DeclaringType.FullName == "TorchSharp.ScalarExtensionMethods" && call.Name == "ToScalar";

    private static IEnumerable<MethodReference> Calls(MethodDefinition method) =>
        !method.HasBody ? [] : method.Body.Instructions
            .Where(instruction => instruction.OpCode.Code is Code.Call or Code.Callvirt or Code.Ldftn)
            .Select(instruction => ((MethodReference)instruction.Operand).Resolve()
                ?? (MethodReference)instruction.Operand);

    private static IEnumerable<MethodDefinition> Methods(ModuleDefinition module) =>
        module.GetTypes().SelectMany(type => type.Methods);

    private static ModuleDefinition Read(string path)
    {
        var resolver = new DefaultAssemblyResolver();
        resolver.AddSearchDirectory(Path.GetDirectoryName(path));
        resolver.AddSearchDirectory(Path.GetDirectoryName(typeof(object).Assembly.Location));
        return ModuleDefinition.ReadModule(path, new ReaderParameters { AssemblyResolver = resolver });
    }
}
