using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.ML.Larq.Packed;

namespace Microsoft.ML.Larq.Tests.House;

/// <summary>
/// Loops that score rows are compiled fully when they are first called: else the first rows of a process run on code
/// that is many times slower, until the runtime has counted calls and compiled it again.
/// </summary>
[TestClass]
public class FullyCompiledTests
{
    private const BindingFlags All = BindingFlags.DeclaredOnly | BindingFlags.Public | BindingFlags.NonPublic
        | BindingFlags.Static | BindingFlags.Instance;

    private static readonly string[] Rooms =
        ["Microsoft.ML.Larq.Packed.Kernels", "Microsoft.ML.Larq.Packed.Ops", "Microsoft.ML.Larq.Packed.Plan"];

    // Run when a network is compiled, once.
    private static readonly string[] Compiling =
    [
        "LaneWeights.", "TableWeights.", "SignWeights.", "TapRange.", "Borders`1.Count", "BinaryKernel.",
        "ArenaLayout.", "Folding.", "OpList.", "Gaps.",
    ];

    [TestMethod]
    public void Loops_OfScoring_AreCompiledAtOnce()
    {
        var loops = Methods().Where(Loops.In).ToArray();
        Assert.IsGreaterThan(100, loops.Length);
        var lacking = loops.Where(method => !IsFull(method)).Select(Name)
            .Where(name => !Compiling.Any(name.StartsWith)).Order().ToArray();
        Assert.IsEmpty(
            lacking,
            $"[MethodImpl(MethodImplOptions.AggressiveOptimization)] is lacking: {string.Join(", ", lacking)}");
    }

    [TestMethod]
    public void In_MethodsOfThisClass_FindsThoseThatLoop()
    {
        bool Loops1(string name) => Loops.In(typeof(FullyCompiledTests).GetMethod(name, All)!);
        Assert.IsTrue(Loops1(nameof(Sum)));
        Assert.IsTrue(Loops1(nameof(Long)));
        Assert.IsFalse(Loops1(nameof(Choose)));
        Assert.IsFalse(Loops1(nameof(IsFull)));
    }

    private static IEnumerable<MethodInfo> Methods() =>
        from type in typeof(PackedNetwork).Assembly.GetTypes()
        where Rooms.Any(room => type.Namespace?.StartsWith(room, StringComparison.Ordinal) == true)
            && type.GetCustomAttribute<CompilerGeneratedAttribute>() is null
        from method in type.GetMethods(All)
        where method.GetCustomAttribute<CompilerGeneratedAttribute>() is null
        select method;

    private static bool IsFull(MethodBase method) => method.GetMethodImplementationFlags().HasFlag(
        MethodImplAttributes.AggressiveOptimization) || method.GetMethodImplementationFlags().HasFlag(
        MethodImplAttributes.AggressiveInlining);

    private static string Name(MethodBase method) => $"{method.DeclaringType!.Name}.{method.Name}";

    private static int Sum(int count)
    {
        var sum = 0;
        for (var i = 0; i < count; i++) sum += i;
        return sum;
    }

    // A loop too long for a short branch.
    private static double Long(double x)
    {
        while (x > 1)
        {
            x = Math.Sqrt(x) + Math.Sqrt(x + 1) + Math.Sqrt(x + 2) + Math.Sqrt(x + 3) + Math.Sqrt(x + 4);
            x = Math.Sqrt(x) + Math.Sqrt(x + 1) + Math.Sqrt(x + 2) + Math.Sqrt(x + 3) + Math.Sqrt(x + 4);
            x = Math.Sqrt(x) + Math.Sqrt(x + 1) + Math.Sqrt(x + 2) + Math.Sqrt(x + 3) + Math.Sqrt(x + 4);
        }

        return x;
    }

    private static string Choose(int value) => value switch
    {
        0 => "none",
        1 => "one",
        2 => "two",
        3 => "three",
        4 => "four",
        _ => value > 10 ? "many" : "some",
    };
}
