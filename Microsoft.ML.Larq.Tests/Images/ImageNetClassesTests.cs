using Microsoft.ML.Larq.Images;
using Microsoft.ML.Larq.Tests.Formats.Keras;

namespace Microsoft.ML.Larq.Tests.Images;

[TestClass]
public class ImageNetClassesTests
{
    [TestMethod]
    [DataRow("tench\ngoldfish\n")]
    [DataRow("tench\r\n goldfish")]
    [DataRow("{\"1\": [\"n01443537\", \"goldfish\"], \"0\": [\"n01440764\", \"tench\"]}")]
    public void Read_EitherForm_GivesNamesInOrder(string text) =>
        CollectionAssert.AreEqual(new[] { "tench", "goldfish" }, Read(text).ToArray());

    [TestMethod]
    [DataRow("", "has at least two class names, got 1")]
    [DataRow("tench\n\ngoldfish", "class 1 has no name")]
    [DataRow("{\"0\": [\"n\", \"a\"], \"2\": [\"n\", \"b\"]}", "classes are numbered from 0 to 1, got '2'")]
    [DataRow("{\"0\": [\"n\"], \"1\": [\"n\", \"b\"]}", "is not {")]
    [DataRow("{\"0\": 7, \"1\": [\"n\", \"b\"]}", "is not {")]
    [DataRow("{\"0\"", "is not {")]
    public void Read_AnythingElse_IsRefused(string text, string message) =>
        StringAssert.Contains(Assert.ThrowsExactly<FormatException>(() => Read(text)).Message, message);

    private static IReadOnlyList<string> Read(string text)
    {
        using var file = new KerasLayout.TemporaryFile(System.Text.Encoding.UTF8.GetBytes(text));
        return ImageNetClasses.Read(file.Path);
    }
}
