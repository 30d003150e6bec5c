using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Tests.Networks;

[TestClass]
public class FileVersionsTests
{
    // Versions 2 to 4 are read. A file written as 4 says from which version on it is readable, or does not say (0).
    [TestMethod]
    [DataRow(0, 0, "no longer read")]
    [DataRow(1, 0, "no longer read")]
    [DataRow(1, 1, "no longer read")]
    [DataRow(2, 0, null)]
    [DataRow(2, 1, null)]
    [DataRow(3, 3, null)]
    [DataRow(4, 0, null)]
    [DataRow(4, 2, null)]
    [DataRow(5, 4, null)]
    [DataRow(9, 1, null)]
    [DataRow(5, 0, "by a later version")]
    [DataRow(5, 5, "by a later version")]
    [DataRow(9, 5, "by a later version")]
    public void Require_OfAFile_ReadsOrNamesBothVersions(int written, int readableFrom, string? refusal)
    {
        var versions = new FileVersions(Oldest: 2, ReadableFrom: 3, Current: 4);
        void Act() => versions.Require(written, readableFrom == 0 ? null : readableFrom);
        if (refusal is null)
        {
            Act();
            return;
        }

        var message = Assert.ThrowsExactly<FormatException>(Act).Message;
        StringAssert.Contains(message, refusal);
        StringAssert.Contains(message, $"known are format versions 2 to 4, got {written}");
    }

    [TestMethod]
    public void Require_OfALaterFile_SaysFromWhereOnItIsReadable()
    {
        var versions = new FileVersions(0x00010001, 0x00010001, 0x00010002, "X8");
        var error = Assert.ThrowsExactly<FormatException>(() => versions.Require(0x00010004, 0x00010003));
        Assert.AreEqual(
            "It was written by a later version of this library: known are format versions 0x00010001 to 0x00010002, "
            + "got 0x00010004, readable from 0x00010003 on.",
            error.Message);
    }
}
