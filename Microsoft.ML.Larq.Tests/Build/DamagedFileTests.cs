using Larq.NativeFix;

namespace Microsoft.ML.Larq.Tests.Build;

/// <summary>
/// A damaged file gets a refusal or, where the damage does not matter, an answer; never another exception.
/// </summary>
[TestClass]
public class DamagedFileTests
{
    [TestMethod]
    public void For_EveryTruncation_IsRefused()
    {
        var file = new SyntheticElf().Write();
        for (var length = 0; length < file.Length; length++)
        {
            var truncated = file[..length];
            Assert.ThrowsExactly<RefusedException>(() => PatchDecision.For(truncated), $"{length} bytes");
        }
    }

    [TestMethod]
    public void For_RandomBytes_AreRefused()
    {
        var random = new Random(1);
        for (var i = 0; i < 500; i++)
        {
            var garbage = new byte[random.Next(4096)];
            random.NextBytes(garbage);
            Assert.ThrowsExactly<RefusedException>(() => PatchDecision.For(garbage));
        }
    }

    [TestMethod]
    public void For_RandomBytesBehindAnElfHeader_AreRefused()
    {
        var random = new Random(2);
        var header = new SyntheticElf().Write()[..64];
        for (var i = 0; i < 500; i++)
        {
            var garbage = new byte[SyntheticElf.Size];
            random.NextBytes(garbage);
            header.CopyTo(garbage, 0);
            Assert.ThrowsExactly<RefusedException>(() => PatchDecision.For(garbage));
        }
    }

    [TestMethod]
    public void For_AnyByteChanged_NeverFailsOtherwise()
    {
        var good = new SyntheticElf().Write();
        var refused = 0;
        for (var at = 0; at < good.Length; at++)
        {
            foreach (var value in new byte[] { 0, 1, 0x7f, 0x80, 0xff, (byte)(good[at] ^ 4) })
            {
                var changed = (byte[])good.Clone();
                changed[at] = value;
                refused += IsRefused(changed) ? 1 : 0;
            }
        }
        Assert.IsGreaterThan(500, refused);
    }

    [TestMethod]
    public void For_EightBytesOfOnesAnywhere_NeverFailsOtherwise()
    {
        var good = new SyntheticElf().Write();
        var refused = 0;
        for (var at = 0; at + 8 <= good.Length; at++)
        {
            var changed = (byte[])good.Clone();
            changed.AsSpan(at, 8).Fill(0xff);
            refused += IsRefused(changed) ? 1 : 0;
        }
        Assert.IsGreaterThan(200, refused);
    }

    [TestMethod]
    public void For_LibrariesThatShareTheirVersions_IsRefused()
    {
        // Two libraries that both claim the three entries behind them: six entries of five records. At full size such
        // chains would take 65535 steps for each record of the section.
        var file = new SyntheticElf { Entries = 2 }.Write();
        byte[] first = [1, 0, 3, 0, 12, 0, 0, 0, 32, 0, 0, 0, 16, 0, 0, 0];
        byte[] second = [1, 0, 3, 0, 12, 0, 0, 0, 16, 0, 0, 0, 0, 0, 0, 0];
        byte[] entry = [1, 2, 3, 4, 0, 0, 2, 0, 1, 0, 0, 0, 16, 0, 0, 0];
        byte[] last = [1, 2, 3, 4, 0, 0, 2, 0, 1, 0, 0, 0, 0, 0, 0, 0];
        first.Concat(second).Concat(entry).Concat(entry).Concat(last).ToArray().CopyTo(file, SyntheticElf.Needs);
        file[SyntheticElf.SectionHeaders + (4 * 64) + 0x2c] = 2;

        var thrown = Assert.ThrowsExactly<RefusedException>(() => PatchDecision.For(file));

        Assert.AreEqual("expected at most 5 records in '.needs', found more", thrown.Message);
    }

    [TestMethod]
    [DataRow(32, 16, "no record after offset 32, found distance 16")]
    [DataRow(16, 0, "a record after offset 16, found distance 0")]
    [DataRow(16, 8, "a record after offset 16, found distance 8")]
    public void For_ChainOfTheWrongLength_IsRefused(int entry, int distance, string message)
    {
        var file = new SyntheticElf().Write();
        file[SyntheticElf.Needs + entry + 12] = (byte)distance;

        var thrown = Assert.ThrowsExactly<RefusedException>(() => PatchDecision.For(file));

        Assert.AreEqual($"expected '.needs' to link {message}", thrown.Message);
    }

    [TestMethod]
    public void For_BigEndianOr32BitElf_IsRefused()
    {
        var bits32 = new SyntheticElf().Write();
        bits32[4] = 1;
        var bigEndian = new SyntheticElf().Write();
        bigEndian[5] = 2;

        var first = Assert.ThrowsExactly<RefusedException>(() => PatchDecision.For(bits32));
        var second = Assert.ThrowsExactly<RefusedException>(() => PatchDecision.For(bigEndian));

        StringAssert.EndsWith(first.Message, "found 7f454c46010101");
        StringAssert.EndsWith(second.Message, "found 7f454c46020201");
    }

    private static bool IsRefused(byte[] file)
    {
        try
        {
            PatchDecision.For(file);
            return false;
        }
        catch (RefusedException)
        {
            return true;
        }
    }
}
