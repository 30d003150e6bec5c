using System.Globalization;
using System.Text;
using Microsoft.ML.Larq.Microcontrollers.Kernels;
using Microsoft.ML.Larq.Microcontrollers.Steps;
using Microsoft.ML.Larq.Microcontrollers.Text;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Packed;
using Microsoft.ML.Larq.Packed.Compiling;

namespace Microsoft.ML.Larq.Microcontrollers;

/// <summary>A network in C: a header and a source.</summary>
/// <param name="Header">What a program includes.</param>
/// <param name="Source">Weights and functions.</param>
/// <param name="Sizes">What they take.</param>
internal sealed record CSource(string Header, string Source, CSizes Sizes)
{
    /// <summary>Writes a network.</summary>
    /// <param name="name">What all names begin with.</param>
    /// <param name="network">The network.</param>
    /// <param name="weights">Its weights.</param>
    /// <param name="ending">What its outputs mean.</param>
    /// <exception cref="ArgumentException">The weights are not the network's.</exception>
    /// <exception cref="NotSupportedException">A layer cannot be written; the message names it.</exception>
    public static CSource Of(string name, NetworkDefinition network, NetworkWeights weights, CEnding ending)
    {
        foreach (var layer in network.Layers)
        {
            if (CKinds.WhyNot(layer.Kind.GetType()) is { } why) throw Refused(layer.Name, layer.Kind.ClassName, why);
        }

        var steps = PackedSteps.Of(network, weights.Quantized(network), new CKernelSet());
        foreach (var op in steps.Ops)
        {
            var line = steps.Lines[op.Line];
            if (op is QuantizeOp quantize && !QuantizerSteps.Has(quantize.Quantizer))
            {
                throw Refused(
                    line.Name, line.ClassName, $"its input's quantizer '{quantize.Quantizer}' is one of your own.");
            }

            if (!COps.Has(op))
                throw Refused(line.Name, line.ClassName, $"there is no function for {op.GetType().Name}.");
        }

        var memory = new CMemory(steps.Input, steps.Ops, steps.Output, COps.InPlace);
        var program = new CProgram(memory);
        var begun = -1;
        foreach (var op in steps.Ops)
        {
            var line = steps.Lines[op.Line];
            if (op.Line != begun) program.Begin($"{line.Name} ({line.ClassName})");
            begun = op.Line;
            COps.Write(program, op);
        }

        if (steps.Output == steps.Input)
            program.Call(Functions.Windows.Copy, "copy", "input", 1, steps.Input.Length, 0, 0, "scores");
        var body = Body(name, network, ending, program);
        var sizes = new CSizes(
            program.Bytes, Math.Max(memory.Numbers, 1), Math.Max(program.Patch, 1), steps.Output.Length,
            Math.Max(memory.Signs, 1), Hash(body));
        var (prefix, big) = (name + "_", name.ToUpperInvariant());
        return new CSource(
            CHeader.Of(name, network, ending, sizes), Top(name, big, sizes) + body.Replace("@", prefix), sizes);
    }

    private static string Body(string name, NetworkDefinition network, CEnding ending, CProgram program)
    {
        var text = new StringBuilder();
        foreach (var function in program.Functions) text.Append('\n').Append(function).Append('\n');
        text.Append('\n').Append(program.Tables);
        text.Append("\nvoid @score(const float *input, float *scores, @memory *memory)\n{\n    (void)memory;\n")
            .Append(program.Calls).Append("}\n");
        text.Append(CEndingFunctions.Of(name.ToUpperInvariant(), network, ending));
        return text.ToString().ReplaceLineEndings("\n");
    }

    private static string Top(string name, string big, CSizes sizes) => string.Create(
        CultureInfo.InvariantCulture, $$"""
        /* {{name}}: written by Microsoft.ML.Larq; do not edit. What it is, {{name}}.h says. */
        #include "{{name}}.h"

        #include <float.h>
        #include <math.h>
        #include <stddef.h>

        #if {{big}}_CHECK != {{CText.Of(sizes.Check)}}
        #error "{{name}}.h and {{name}}.c are of different networks: write both again"
        #endif
        #if defined(__FAST_MATH__)
        #error "{{name}}.c: -ffast-math reorders sums and knows no NaN: compile it without"
        #endif
        #if defined(FLT_EVAL_METHOD) && FLT_EVAL_METHOD > 0
        #error "{{name}}.c: float is computed in more than its bits here: on x86 compile with -msse2 -mfpmath=sse"
        #endif
        #if defined(__clang__) || !defined(__GNUC__)
        #pragma STDC FP_CONTRACT OFF
        #endif

        typedef char {{name}}_memory_has_its_size[sizeof({{name}}_memory) == {{big}}_MEMORY_BYTES ? 1 : -1];

        """).ReplaceLineEndings("\n");

    // Fowler, Noll and Vo's 1a: tells a header from another's, no more.
    private static uint Hash(string text)
    {
        var hash = 2166136261u;
        foreach (var letter in text) hash = unchecked((hash ^ letter) * 16777619u);
        return hash;
    }

    private static NotSupportedException Refused(string layer, string kind, string why) =>
        new($"Layer '{layer}' ({kind}) cannot be written in C: {why}");
}
