using System.Reflection;
using System.Reflection.Emit;

namespace Microsoft.ML.Larq.Tests.House;

/// <summary>Finds loops in compiled methods: branches to where the method has been before.</summary>
internal static class Loops
{
    private static readonly Dictionary<int, OpCode> Codes = typeof(OpCodes).GetFields()
        .Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => (int)(ushort)code.Value);

    public static bool In(MethodBase method)
    {
        var bytes = method.GetMethodBody()?.GetILAsByteArray() ?? [];
        for (var at = 0; at < bytes.Length;)
        {
            var code = Codes[bytes[at] == 0xFE ? 0xFE00 | bytes[at + 1] : bytes[at]];
            at += code.Size;
            switch (code.OperandType)
            {
                case OperandType.ShortInlineBrTarget when (sbyte)bytes[at] < 0:
                case OperandType.InlineBrTarget when BitConverter.ToInt32(bytes, at) < 0:
                    return true;
                default:
                    at += Operand(code.OperandType, bytes, at);
                    break;
            }
        }

        return false;
    }

    private static int Operand(OperandType type, byte[] bytes, int at) => type switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(bytes, at)),
        _ => 4,
    };
}
