using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Microsoft.ML.Larq.Tests.Build;

/// <summary>The instructions of an assembly's methods as text; a branch names the number of its target.</summary>
internal static class MethodCode
{
    /// <summary>Every method with its instructions.</summary>
    /// <param name="path">The assembly.</param>
    /// <param name="leftOut">The instructions that neither appear nor count; a branch to one goes to the next.</param>
    public static Dictionary<string, string[]> Read(string path, Func<Instruction, bool>? leftOut = null)
    {
        using var module = ModuleDefinition.ReadModule(path);
        return module.GetTypes().SelectMany(type => type.Methods).Where(method => method.HasBody)
            .ToDictionary(method => $"{method}", method => Listing(method.Body, leftOut ?? (_ => false)));
    }

    private static string[] Listing(MethodBody body, Func<Instruction, bool> leftOut)
    {
        var numbers = new Dictionary<Instruction, int>();
        var next = 0;
        foreach (var instruction in body.Instructions)
        {
            numbers[instruction] = next;
            if (!leftOut(instruction)) next++;
        }

        return
        [
            .. body.Instructions.Where(instruction => !leftOut(instruction))
                .Select(instruction => $"{instruction.OpCode} {Operand(instruction.Operand)}".Trim()),
            .. body.ExceptionHandlers.Select(handler => $"{handler.HandlerType} {Operand(handler.TryStart)} "
                + $"{Operand(handler.TryEnd)} {Operand(handler.HandlerStart)} {Operand(handler.HandlerEnd)}"),
        ];

        string? Operand(object? operand) => operand switch
        {
            Instruction target => $"to {numbers[target]}",
            Instruction[] targets => string.Join(' ', targets.Select(target => $"to {numbers[target]}")),
            _ => operand?.ToString(),
        };
    }
}
