using Larq.NativeFix;

namespace Microsoft.ML.Larq.Tests.Build;

[TestClass]
public class PatchDecisionTests
{
    [TestMethod]
    public void For_UnusedNeed_SaysWhereItsFlagsLie()
    {
        var decision = PatchDecision.For(new SyntheticElf().Write());

        Assert.AreEqual(new PatchDecision(Verdict.MakeWeak, SyntheticElf.FlagsOffset), decision);
    }

    [TestMethod]
    public void For_RelocationsWithoutAddend_AreReadToo()
    {
        var decision = PatchDecision.For(new SyntheticElf { RelocationType = 9 }.Write());

        Assert.AreEqual(Verdict.MakeWeak, decision.Verdict);
    }

    [TestMethod]
    public void For_WeakNeed_IsDone()
    {
        Assert.AreEqual(Verdict.AlreadyWeak, PatchDecision.For(new SyntheticElf { Flags = 2 }.Write()).Verdict);
    }

    [TestMethod]
    public void For_OtherVersion_HasNothingToDo()
    {
        var file = new SyntheticElf { Version = "GLIBCXX_3.4.30", Hash = 0x0297f840 }.Write();

        Assert.AreEqual(Verdict.NothingToDo, PatchDecision.For(file).Verdict);
    }

    [TestMethod]
    public void For_SameVersionOfAnotherLibrary_HasNothingToDo()
    {
        var file = new SyntheticElf { Library = "libother.so" }.Write();

        Assert.AreEqual(Verdict.NothingToDo, PatchDecision.For(file).Verdict);
    }

    [TestMethod]
    public void For_FileWithoutVersionNeeds_HasNothingToDo()
    {
        var file = new SyntheticElf().Write();
        file[SyntheticElf.SectionHeaders + (4 * 64) + 4] = 1;
        file.AsSpan(SyntheticElf.SectionHeaders + (4 * 64) + 5, 3).Clear();

        Assert.AreEqual(Verdict.NothingToDo, PatchDecision.For(file).Verdict);
    }

    [TestMethod]
    public void For_OtherHash_IsRefused() => IsRefused(
        new SyntheticElf { Hash = 0x12345678 },
        "expected GLIBCXX_3.4.32 of libstdc++.so.6 with hash 0x0297f842, found 'GLIBCXX_3.4.32' with hash 0x12345678");

    [TestMethod]
    public void For_OtherNameWithItsHash_IsRefused() => IsRefused(
        new SyntheticElf { Version = "GLIBCXX_9.9.99" },
        "expected GLIBCXX_3.4.32 of libstdc++.so.6 with hash 0x0297f842, found 'GLIBCXX_9.9.99' with hash 0x0297f842");

    [TestMethod]
    [DataRow(1, "0x1")]
    [DataRow(3, "0x3")]
    [DataRow(4, "0x4")]
    [DataRow(0x8000, "0x8000")]
    public void For_OtherFlags_IsRefused(int flags, string shown) => IsRefused(
        new SyntheticElf { Flags = (ushort)flags }, $"expected GLIBCXX_3.4.32 with flags 0 or 2, found {shown}");

    [TestMethod]
    [DataRow(4u)]
    [DataRow(9u)]
    public void For_RelocationOfTheVersion_IsRefused(uint relocationType) => IsRefused(
        new SyntheticElf { RelocatedSymbol = 2, RelocationType = relocationType },
        "expected no relocation to refer to a symbol of GLIBCXX_3.4.32, found one in '.rel' that refers to 'init'");

    [TestMethod]
    public void For_RelocationOfNoSymbolInTheTable_IsRefused() => IsRefused(
        new SyntheticElf { RelocatedSymbol = 3 },
        "expected relocations in '.rel' to refer to one of 3 symbols, found symbol 3");

    [TestMethod]
    [DataRow(0x40000014u)]
    [DataRow(0x60000001u)]
    [DataRow(0x60000002u)]
    public void For_RelocationsInAFormOfTheirOwn_IsRefused(uint relocationType) => IsRefused(
        new SyntheticElf { RelocationType = relocationType },
        $"expected relocations of type RELA or REL, found type 0x{relocationType:x} in '.rel'");

    [TestMethod]
    public void For_VersionAskedForTwice_IsRefused()
    {
        var file = new SyntheticElf { Entries = 2 }.Write();

        var thrown = Assert.ThrowsExactly<RefusedException>(() => PatchDecision.For(file));

        Assert.AreEqual("expected one entry for GLIBCXX_3.4.32 of libstdc++.so.6, found 2", thrown.Message);
    }

    // As a linker wrote them into TorchSharp 0.107.0's libLibTorchSharp.so.
    [TestMethod]
    [DataRow("GLIBCXX_3.4.32", 0x0297f842u)]
    [DataRow("GLIBC_2.2.5", 0x09691a75u)]
    [DataRow("GLIBCXX_3.4", 0x08922974u)]
    [DataRow("", 0u)]
    public void HashOf_KnownNames_AreTheLinkers(string name, uint hash) =>
        Assert.AreEqual(hash, VersionNeed.HashOf(name));

    private static void IsRefused(SyntheticElf elf, string message)
    {
        var thrown = Assert.ThrowsExactly<RefusedException>(() => PatchDecision.For(elf.Write()));

        Assert.AreEqual(message, thrown.Message);
    }
}
