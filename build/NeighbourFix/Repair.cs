using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Larq.NeighbourFix;

/// <summary>The changes that let <see cref="KnownRelease"/> work with TorchSharp 0.107.0.</summary>
/// <remarks>
/// <c>ModelUtils.Init*</c> dispose what <c>nn.init.*_</c> return. That is the very tensor which was given, a weight of
/// a module: each of the four calls of Dispose becomes a pop.
/// <para>
/// <c>nn.functional.interpolate</c> has one parameter more than it had, <c>bool antialias = false</c>: each of the two
/// calls passes false.
/// </para>
/// <para>
/// No branch of these methods is so long that one byte more would need its other form; a test compares them.
/// </para>
/// </remarks>
internal static class Repair
{
    public const string Summary = "4 disposals of weights left out, 2 calls of interpolate with its new argument";

    private const string Utilities = "Microsoft.ML.TorchSharp.Utils.ModelUtils";
    private const string Functional = "TorchSharp.torch/nn/functional";
    private static readonly string[] Initializers = ["InitXavierUniform", "InitConstant", "InitNormal", "InitZeros"];

    /// <summary>The repaired file; the same bytes each time.</summary>
    /// <exception cref="InvalidOperationException">The file is not that of <see cref="KnownRelease"/>.</exception>
    public static byte[] Of(byte[] file)
    {
        using var source = new MemoryStream(file);
        using var module = ModuleDefinition.ReadModule(source);
        var utilities = module.GetType(Utilities);
        foreach (var name in Initializers) KeepTensor(utilities.Methods.Single(method => method.Name == name));

        var interpolate = module.GetMemberReferences().OfType<MethodReference>()
            .Single(method => method.Name == "interpolate" && method.DeclaringType.FullName == Functional);
        foreach (var method in module.GetTypes().SelectMany(type => type.Methods).Where(method => method.HasBody))
            PassFalse(method.Body, interpolate);
        interpolate.Parameters.Add(new ParameterDefinition(module.TypeSystem.Boolean));

        using var repaired = new MemoryStream();
        module.Write(repaired);
        return repaired.ToArray();
    }

    private static void KeepTensor(MethodDefinition initializer)
    {
        var dispose = initializer.Body.Instructions.Single(instruction =>
            instruction.OpCode == OpCodes.Callvirt && instruction.Operand is MethodReference { Name: "Dispose" });
        dispose.OpCode = OpCodes.Pop;
        dispose.Operand = null;
    }

    private static void PassFalse(MethodBody body, MethodReference called)
    {
        var code = body.GetILProcessor();
        foreach (var call in body.Instructions.Where(instruction => instruction.Operand == called).ToArray())
            code.InsertBefore(call, code.Create(OpCodes.Ldc_I4_0));
    }
}
