using Microsoft.ML.Larq.Microcontrollers;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Packed;
using Microsoft.ML.Larq.Tests.Onnx;

namespace Microsoft.ML.Larq.Tests.Microcontrollers;

/// <summary>Other compilers, word sizes and optimizations; sizes as the header states them.</summary>
[TestClass]
public class CCompilersTests
{
    private static readonly NetworkDefinition Digits =
        NetworkDefinition.Build(new TensorShape(8, 8, 1), x => DefaultNetworks.For(x, 10));

    private static readonly Lazy<NetworkWeights> DigitsWeights = new(() => Settled.Weights(Digits, 3));

    [TestMethod]
    [DataRow("-O0")]
    [DataRow("-O2")]
    [DataRow("-O3", "-march=native")]
    [DataRow("-Os")]
    [DataRow("-std=c11", "-O2")]
    [DataRow("-std=gnu17", "-O2")]
    [DataRow("-funsigned-char", "-fno-strict-aliasing", "-O2")]
    public void Score_AnyOptimization_HasTheSameBits(params string[] options) => AssertSameBits(options);

    [TestMethod]
    public void Score_WordsOf32Bits_HasTheSameBits()
    {
        CCompiler.Here();
        string[] options = ["-m32", "-msse2", "-mfpmath=sse"];
        if (!CCompiler.Tries(options)) Assert.Inconclusive("The compiler makes no programs of 32 bits here.");
        AssertSameBits(options);
    }

    // Compiled alone: nothing here could run it.
    [TestMethod]
    [DataRow("arm-none-eabi-gcc", "-mcpu=cortex-m4", "-mthumb")]
    [DataRow("aarch64-linux-gnu-gcc", "-O2", "-O2")]
    [DataRow("riscv64-linux-gnu-gcc", "-O2", "-O2")]
    public void Compile_ForOtherProcessors_IsContent(string compiler, string first, string second)
    {
        var path = CCompiler.Find(compiler);
        if (path is null) Assert.Inconclusive($"{compiler} is not installed.");
        using var compiled = new CompiledC(Digits, DigitsWeights.Value, "-O1");
        var (code, _, said) = CCompiler.Run(
            path, compiled.Folder, [], [.. CCompiler.Strict, first, second, "-c", "net.c", "-o", "other.o"]);
        Assert.AreEqual(0, code, said);
    }

    [TestMethod]
    public void Header_ReadByCPlusPlus_IsUnderstood()
    {
        using var compiled = new CompiledC(Digits, DigitsWeights.Value, "-O1");
        var compiler = CCompiler.Find("c++", "g++", "clang++");
        if (compiler is null) Assert.Inconclusive("No C++ compiler is installed.");
        CCompiler.Compile(compiled.Folder, [.. CCompiler.Strict, "-c", "net.c", "-o", "net.o"]);
        File.WriteAllText(Path.Combine(compiled.Folder, "use.cpp"), """
            #include "net.h"
            #include "net.h"
            int main()
            {
                static net_memory memory;
                static float input[NET_INPUTS], scores[NET_OUTPUTS];
                net_score(input, scores, &memory);
                return sizeof(memory) == NET_MEMORY_BYTES && net_predict(input, &memory) >= 0 ? 0 : 1;
            }

            """);
        var (code, _, said) = CCompiler.Run(
            compiler, compiled.Folder, [], "-Wall", "-Wextra", "-Werror", "-pedantic", "use.cpp", "net.o", "-o", "use",
            "-lm");
        Assert.AreEqual(0, code, said);
        Assert.AreEqual(0, CCompiler.Run(Path.Combine(compiled.Folder, "use"), compiled.Folder, []).Code);
    }

    [TestMethod]
    public void Compile_WithFastMath_IsRefused()
    {
        using var compiled = new CompiledC(Digits, DigitsWeights.Value, "-O1");
        var (code, _, said) = CCompiler.Run(CCompiler.Here(), compiled.Folder, [], "-ffast-math", "-c", "net.c");
        Assert.AreNotEqual(0, code);
        StringAssert.Contains(said, "ffast-math");
    }

    [TestMethod]
    public void Sizes_OfWeights_AreThoseOfThePackedNetworkButForBlocks()
    {
        foreach (var definition in (NetworkDefinition[])
            [Digits, NetworkDefinition.Build(new TensorShape(14), x => DefaultNetworks.For(x, 3))])
        {
            var weights = Settled.Weights(definition, 3);
            var source = CSource.Of("net", definition, weights, CEnding.Of(definition, null));
            var packed = PackedNetwork.Compile(definition, weights).Report.WeightBytes;
            Console.WriteLine($"{source.Sizes}, packed {packed}");
            Assert.IsLessThan(packed + 1024, source.Sizes.Weights);
            Assert.Contains($"#define NET_WEIGHT_BYTES {source.Sizes.Weights}\n", source.Header);
            Assert.Contains($"#define NET_MEMORY_BYTES {source.Sizes.Memory}\n", source.Header);
        }
    }

    private static void AssertSameBits(string[] options)
    {
        var rows = Settled.Rows(Digits, 5, 50);
        using var compiled = new CompiledC(Digits, DigitsWeights.Value, options);
        CompiledC.AssertSameBits(
            CompiledC.Packed(Digits, DigitsWeights.Value, rows), compiled.Score(rows), string.Join(' ', options));
    }
}
