using System.Runtime.InteropServices;
using Microsoft.ML.Larq.Microcontrollers;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Packed;

namespace Microsoft.ML.Larq.Tests.Microcontrollers;

/// <summary>A network written in C, compiled with a program that scores what it reads.</summary>
internal sealed class CompiledC : IDisposable
{
    private const string Main = """
        #include "net.h"
        #include <stdio.h>
        #include <string.h>

        static net_memory memory;
        static float input[NET_INPUTS], scores[NET_OUTPUTS];

        int main(void)
        {
            while (fread(input, sizeof(float), NET_INPUTS, stdin) == NET_INPUTS) {
                memset(&memory, 0xa5, sizeof(memory));
                net_score(input, scores, &memory);
                if (fwrite(scores, sizeof(float), NET_OUTPUTS, stdout) != NET_OUTPUTS) return 1;
            }
            return 0;
        }

        """;

    /// <summary>Writes and compiles a network.</summary>
    /// <param name="definition">The network.</param>
    /// <param name="weights">Its weights.</param>
    /// <param name="options">Further options; none for those under which undefined behaviour shows.</param>
    public CompiledC(NetworkDefinition definition, NetworkWeights weights, params string[] options)
    {
        CCompiler.Here();
        definition.SaveC(weights, Path.Combine(Folder, "net.c"));
        File.WriteAllText(Path.Combine(Folder, "main.c"), Main);
        if (options.Length == 0) options = CCompiler.WatchedWhereItCan;
        CCompiler.Compile(Folder, [.. CCompiler.Strict, .. options, "net.c", "main.c", "-o", "net", "-lm"]);
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("larq-c").FullName;

    /// <summary>Scores of rows.</summary>
    public float[] Score(float[] rows)
    {
        var (code, output, said) = CCompiler.Run(
            Path.Combine(Folder, "net"), Folder, MemoryMarshal.AsBytes(rows.AsSpan()).ToArray());
        Assert.AreEqual(0, code, said);
        return MemoryMarshal.Cast<byte, float>(output).ToArray();
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    /// <summary>What the packed network gives.</summary>
    public static float[] Packed(NetworkDefinition definition, NetworkWeights weights, float[] rows)
    {
        var scores = new float[rows.Length / definition.InputShape.Size * definition.OutputShape.Size];
        PackedNetwork.Compile(definition, weights).Score(rows, scores);
        return scores;
    }

    /// <summary>Fails unless C and the packed network give the same bits for rows; any NaN is one.</summary>
    public static void AssertSameBits(NetworkDefinition definition, NetworkWeights weights, float[] rows, string what)
    {
        var packed = Packed(definition, weights, rows);
        using var compiled = new CompiledC(definition, weights);
        AssertSameBits(packed, compiled.Score(rows), what);
    }

    public static void AssertSameBits(float[] packed, float[] scores, string what)
    {
        Assert.HasCount(packed.Length, scores, what);
        for (var i = 0; i < packed.Length; i++)
        {
            if (float.IsNaN(packed[i]) && float.IsNaN(scores[i])) continue;
            if (BitConverter.SingleToInt32Bits(packed[i]) == BitConverter.SingleToInt32Bits(scores[i])) continue;
            Assert.Fail($"Score {i}: packed {packed[i]:R}, in C {scores[i]:R}. {what}");
        }
    }
}
