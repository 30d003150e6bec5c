using System.Globalization;
using System.Text.RegularExpressions;

namespace Microsoft.ML.Larq.Tests.Tensors;

/// <summary>
/// A null dereference is an exception like any other on threads that trained, however large their signal frames are.
/// </summary>
/// <remarks>
/// AMX tiles add 8 KiB to a frame and leave 4 of the runtime's 12 KiB. Where there is no AMX, threads get a stack that
/// is smaller by as much, which comes to the same.
/// </remarks>
[TestClass]
[LinuxX64Condition]
public partial class NullDereferenceTests
{
    private static readonly string[] Trainings =
        ["main", "main again", "after libtorch", "pool", "together 1", "together 2", "together 3"];

    private static readonly string[] Places =
    [
        "network", "beginning", "batch", "epoch", "progress", "augmentation", "quantizer", "pseudo-gradient",
        "afterwards",
    ];

    [TestMethod]
    public void SmallStack_LeftAsItIs_EndsTheProcess()
    {
        var process = SignalsProcess.Run("small");
        if (process.Said[0] == "refused") Assert.Inconclusive("The kernel lets nobody set a stack as small as that.");
        CollectionAssert.AreEqual(new[] { "shrunk" }, process.Said);
        Assert.AreEqual(SignalsProcess.Fault, process.ExitCode);
    }

    [TestMethod]
    public void SmallStack_OnceAQuantizerRan_IsSmallNoMore()
    {
        var process = SignalsProcess.Run("small prepared");
        Assert.AreEqual(0, process.ExitCode, process.ToString());
        Assert.AreEqual("caught: small stack", process.Said[^1]);
    }

    [TestMethod]
    [DataRow("default", "own")]
    [DataRow("true", "own")]
    [DataRow("false", "own")]
    [DataRow("default", "small")]
    [DataRow("true", "small")]
    [DataRow("false", "small")]
    public void Training_NullDereferencedAnywhere_IsCaught(string bfloat16, string stack)
    {
        var process = SignalsProcess.Run($"training {bfloat16} {stack}");
        Assert.AreEqual(0, process.ExitCode, process.ToString());
        var wanted = Trainings.SelectMany(who => Places.Select(place => $"caught: {who}, {place}"))
            .Append("caught: main, at the end");

        // Those and no others: all of a user's code runs on the thread that called Fit, though Torch uses two.
        CollectionAssert.AreEquivalent(wanted.ToArray(), process.Said.Distinct().ToArray(), process.ToString());
    }

    [TestMethod]
    public void ThousandThreads_WhenTheyAreGone_LeaveNothing()
    {
        const int threads = 1000;
        var process = SignalsProcess.Run($"threads {threads}");
        Assert.AreEqual(0, process.ExitCode, process.ToString());
        var (before, after) = (Held(process.Said[0]), Held(process.Said[1]));

        // A stack and its guard are two mappings, and no two of them become one. A stack takes 256 KiB of addresses;
        // the heaps grow by a few megabytes meanwhile.
        Assert.IsLessThan(threads / 10, after.Mappings - before.Mappings, process.ToString());
        Assert.IsLessThan(threads * 64, after.Kilobytes - before.Kilobytes, process.ToString());
        CollectionAssert.AreEqual(new[] { "kept", "caught: main" }, process.Said[2..]);
    }

    [TestMethod]
    [DataRow(null, null, "AVX512_CORE_BF16", "(not set)")]
    [DataRow("AVX2", null, "AVX2", "(not set)")]
    [DataRow("DEFAULT", null, "DEFAULT", "(not set)")]
    [DataRow(null, "AVX2", "(not set)", "AVX2")]
    public void RefusedStack_OneDnnsVariable_ForbidsTilesUnlessItIsTheUsers(
        string? present, string? older, string expected, string expectedOlder)
    {
        var variables = new[] { ("ONEDNN_MAX_CPU_ISA", present), ("DNNL_MAX_CPU_ISA", older) }
            .Where(variable => variable.Item2 is not null).Select(variable => (variable.Item1, variable.Item2!));
        var process = SignalsProcess.Run("refused", [.. variables]);
        Assert.AreEqual(0, process.ExitCode, process.ToString());
        if (process.Said[0] == "not refused") Assert.Inconclusive("A filter of system calls cannot be set here.");
        CollectionAssert.AreEqual(
            new[] { $"ONEDNN_MAX_CPU_ISA={expected}", $"DNNL_MAX_CPU_ISA={expectedOlder}" }, process.Said);
    }

    private static (int Mappings, int Kilobytes) Held(string line)
    {
        var numbers = Numbers().Matches(line).Select(match => int.Parse(match.Value, CultureInfo.InvariantCulture));
        return numbers.ToArray() is [var mappings, var kilobytes]
            ? (mappings, kilobytes)
            : throw new FormatException(line);
    }

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Numbers();
}
