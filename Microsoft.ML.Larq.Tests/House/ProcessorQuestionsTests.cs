using Mono.Cecil;

namespace Microsoft.ML.Larq.Tests.House;

/// <summary>One place chooses the instruction set: no other asks the processor.</summary>
[TestClass]
public class ProcessorQuestionsTests
{
    // What libtorch does with bfloat16 has nothing to do with our kernels, nor has whether its products are left to it.
    private static readonly string[] Askers =
    [
        "Microsoft.ML.Larq.Packed.Sets.KernelChoice", "Microsoft.ML.Larq.Packed.Kernels.Emitted.X86Features",
        "Microsoft.ML.Larq.Training.Machine.Processor", "Microsoft.ML.Larq.Layers.SignDense",
    ];

    private static readonly string[] Questions = ["get_IsSupported", "get_IsHardwareAccelerated", "CpuId"];

    [TestMethod]
    public void Library_OnlyTheChooser_AsksTheProcessor()
    {
        var found = LibraryAssemblies.TopTypes.Where(type => MethodsThatAsk(type).Any())
            .Select(type => type.FullName).ToArray();
        CollectionAssert.AreEquivalent(Askers, found, string.Join(", ", found));
    }

    [TestMethod]
    public void MethodsThatAsk_OfATypeThatAsks_AreFound()
    {
        using var module = ModuleDefinition.ReadModule(GetType().Assembly.Location);
        var asker = module.GetType(typeof(Asker).FullName!.Replace('+', '/'));
        CollectionAssert.AreEquivalent(
            new[] { nameof(Asker.Width), nameof(Asker.Nested.Leaf) }, MethodsThatAsk(asker).ToArray());
    }

    private static IEnumerable<string> MethodsThatAsk(TypeDefinition type) =>
        type.Methods.Where(Asks).Select(method => method.Name).Concat(type.NestedTypes.SelectMany(MethodsThatAsk));

    private static bool Asks(MethodDefinition method) => method.HasBody && method.Body.Instructions.Any(
        instruction => instruction.Operand is MethodReference called && Questions.Contains(called.Name)
            && called.DeclaringType.FullName.StartsWith("System.", StringComparison.Ordinal));

    private static class Asker
    {
        public static int Width() => System.Runtime.Intrinsics.Vector512.IsHardwareAccelerated ? 16 : 8;

        public static int Nothing() => 8;

        public static class Nested
        {
            public static int Leaf() => System.Runtime.Intrinsics.X86.X86Base.CpuId(0, 0).Eax;
        }
    }
}
