using System.Text.RegularExpressions;
using Microsoft.ML.Larq.Formats;
using Microsoft.ML.Larq.Tests.Formats.Keras;

namespace Microsoft.ML.Larq.Tests.Formats.Zoo;

[TestClass]
public partial class ZooFilesTests
{
    [TestMethod]
    public void All_HasBothFilesOfFourteenModels()
    {
        Assert.HasCount(28, ZooFiles.All);
        Assert.HasCount(14, ZooFiles.All.Select(file => file.Model).Distinct().ToArray());
        Assert.HasCount(28, ZooFiles.All.Select(file => file.Sha256).Distinct().ToArray());
        Assert.HasCount(28, ZooFiles.All.Select(file => file.FileName).Distinct().ToArray());
        Assert.IsTrue(ZooFiles.All.All(file => Hash().IsMatch(file.Sha256)));
        foreach (var file in ZooFiles.All)
            Assert.AreEqual(
                !file.IncludesTop, file.FileName.EndsWith("_notop.h5", StringComparison.Ordinal), file.ToString());
    }

    [TestMethod]
    public void Find_AModel_IsItsFile()
    {
        var file = ZooFiles.Find("QuickNet");
        Assert.AreEqual("8aba9e4e5f8d342faef04a0b2ae8e562da57dbb7d15162e8b3e091c951ba756c", file.Sha256);
        Assert.AreEqual(
            "https://github.com/larq/zoo/releases/download/quicknet-v1.0/quicknet_weights.h5", file.Address.ToString());
        Assert.AreEqual("binary_alexnet-v0.2.1", ZooFiles.Find("BinaryAlexNet", includeTop: false).Release);
        var error = Assert.ThrowsExactly<ArgumentException>(() => ZooFiles.Find("QuickNetXL"));
        StringAssert.Contains(error.Message, "no weights of 'QuickNetXL'; it does of BinaryAlexNet, ");
    }

    [TestMethod]
    public void Verify_AnotherFile_IsRefusedByNameAndHash()
    {
        // The SHA-256 of three bytes "abc", from FIPS 180-4's examples.
        const string Abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        using var file = new KerasLayout.TemporaryFile("abc"u8.ToArray());
        Assert.IsNull(ZooFiles.Recognize(file.Path));
        new ZooFile("Some", true, "some-v1", "some.h5", Abc).Verify(file.Path);
        var error = Assert.ThrowsExactly<FormatException>(() => ZooFiles.Find("QuickNet").Verify(file.Path));
        StringAssert.Contains(error.Message, $"'{file.Path}' is not quicknet_weights.h5 of quicknet-v1.0");
        StringAssert.Contains(error.Message, $"got {Abc}");
    }

    [GeneratedRegex("^[0-9a-f]{64}$")]
    private static partial Regex Hash();
}
