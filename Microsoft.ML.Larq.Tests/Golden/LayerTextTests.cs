using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Tests.House;
using Microsoft.ML.Larq.Tests.Networks.Samples;

namespace Microsoft.ML.Larq.Tests.Golden;

/// <summary>
/// The text of every class of layers stays as it was, letter by letter: what <c>LayerTexts.txt</c> holds was written
/// when a kernel's quantizer, initializer, regularizer and constraint were parameters of the layer, or, of a younger
/// layer, when it came.
/// </summary>
[TestClass]
public class LayerTextTests
{
    private static readonly string[] Texts = File.ReadAllLines(
        Path.Combine(SourceTree.Tests, "Golden", "LayerTexts.txt"));

    [TestMethod]
    public void Text_OfEveryLayer_IsWrittenAsItWasRead()
    {
        foreach (var text in Texts)
            Assert.AreEqual(text, GoldenText.AsVersion1(NetworkDefinition.FromJson(text).ToJson()));
    }

    [TestMethod]
    public void Text_OfEverySample_IsAmongThem()
    {
        foreach (var sample in KindSamples.All)
        {
            CollectionAssert.Contains(
                Texts, GoldenText.AsVersion1(KindSamples.Network(sample).ToJson()), sample.Kind.ClassName);
        }
    }

    // No parameter, the output's name and the version of real numbers: what Larq writes without quantizers.
    [TestMethod]
    [DataRow("Dense", "\"units\":3", 5)]
    [DataRow("Conv1D", "\"filters\":3,\"kernelSize\":2", 6, 4)]
    [DataRow("Conv2D", "\"filters\":3,\"kernelSize\":[2,2]", 6, 6, 4)]
    [DataRow("Conv3D", "\"filters\":3,\"kernelSize\":[2,2,2]", 4, 4, 4, 4)]
    [DataRow("DepthwiseConv2D", "\"kernelSize\":[2,2]", 6, 6, 4)]
    [DataRow("SeparableConv1D", "\"filters\":3,\"kernelSize\":2", 6, 4)]
    [DataRow("SeparableConv2D", "\"filters\":3,\"kernelSize\":[2,2]", 6, 6, 4)]
    [DataRow("Conv2DTranspose", "\"filters\":3,\"kernelSize\":[2,2]", 6, 6, 4)]
    [DataRow("Conv3DTranspose", "\"filters\":3,\"kernelSize\":[2,2,2]", 4, 4, 4, 4)]
    [DataRow("LocallyConnected1D", "\"filters\":3,\"kernelSize\":2", 6, 4)]
    [DataRow("LocallyConnected2D", "\"filters\":3,\"kernelSize\":[2,2]", 6, 6, 4)]
    public void QuantClass_WithoutQuantizers_IsReadAsTheClassOfRealNumbers(
        string className, string parameters, params int[] shape)
    {
        string Text(string name) => $"{{\"layers\":[{{\"name\":\"input\",\"class\":\"Input\",\"shape\":"
            + $"[{string.Join(',', shape)}]}},{{\"name\":\"x\",\"class\":\"{name}\",\"inputs\":[\"input\"],"
            + $"{parameters}}}],\"output\":\"x\"}}";
        var read = NetworkDefinition.FromJson(Text($"Quant{className}"));
        Assert.AreEqual(NetworkDefinition.FromJson(Text(className)), read);
        Assert.AreEqual(className, read.Output.Kind.ClassName);
    }

    [TestMethod]
    [DataRow("inputQuantizer", "null")]
    [DataRow("kernelQuantizer", "null")]
    [DataRow("inputQuantizer", "\"ste_sign\"")]
    [DataRow("kernelQuantizer", "\"ste_sign\"")]
    [DataRow("padValue", "0")]
    public void ClassOfRealNumbers_WithWhatQuantClassesHave_IsRefused(string parameter, string value)
    {
        var error = Assert.ThrowsExactly<FormatException>(() => NetworkDefinition.FromJson(
            "{\"layers\":[{\"name\":\"input\",\"class\":\"Input\",\"shape\":[6,6,4]},{\"name\":\"x\",\"class\":"
            + "\"Conv2D\",\"inputs\":[\"input\"],\"filters\":3,\"kernelSize\":[2,2],"
            + $"\"{parameter}\":{value}}}],\"output\":\"x\"}}"));
        StringAssert.Contains(error.Message, $"Layer 'x' (Conv2D), parameter $.{parameter}: ");
    }
}
