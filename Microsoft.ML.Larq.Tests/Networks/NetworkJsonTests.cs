using System.Text;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Tests.Formats;
using Microsoft.ML.Larq.Tests.Networks.Samples;

namespace Microsoft.ML.Larq.Tests.Networks;

[TestClass]
public class NetworkJsonTests
{
    private const string Input = """{"name":"input","class":"Input","shape":[4]}""";

    [TestMethod]
    public void Write_SmallNetwork_GivesThisText()
    {
        var network = NetworkDefinition.Build(
            new TensorShape(4), x => x.QuantDense(2, "ste_sign(clip_value=1.25)", null, name: "q"));
        Assert.AreEqual(
            """{"layers":[{"name":"input","class":"Input","shape":[4]},"""
            + """{"name":"q","class":"QuantDense","inputs":["input"],"""
            + """
            "inputQuantizer":"ste_sign(clip_value=1.25)","units":2,"useBias":true,"activation":"Linear",
            """
            + "\"kernelInitializer\":\"glorot_uniform\"}],\"outputs\":[\"q\"]}",
            network.ToJson());
    }

    [TestMethod]
    public void RoundTrip_GraphWithBranches_GivesAnEqualOne()
    {
        var network = NetworkDefinition.Build(new TensorShape(8, 8, 2), input =>
        {
            var stem = input.Conv2D(4, 3, padding: PadMode.Same);
            var left = stem.QuantConv2D(
                4, 3, padding: PadMode.Same, inputQuantizer: "approx_sign", kernelQuantizer: "ste_sign");
            var right = stem.MaxPool2D(3, 1, PadMode.Same);
            return left.Add(right).Concatenate(stem).Concatenate(left)
                .Residual(x => x.Relu()).GlobalAveragePool().Dense(3);
        });
        var read = NetworkDefinition.FromJson(network.ToJson());
        Assert.AreEqual(network, read);
        CollectionAssert.AreEqual(new[] { "concatenate", "quant_conv2d" }, read["concatenate_1"].Inputs.ToArray());
    }

    [TestMethod]
    public void Read_ParametersLeftOut_AreTheirDefaults()
    {
        var read = Read(Input, """{"name":"d","class":"Dense","inputs":["input"],"units":2}""");
        Assert.AreEqual(NetworkDefinition.Build(new TensorShape(4), x => x.Dense(2, name: "d")), read);
    }

    [TestMethod]
    [DataRow("""{"name":"d","class":"Dense","inputs":["input"]}""", "units")]
    [DataRow("""{"name":"d","class":"Dense","inputs":["input"],"units":null}""", "units")]
    [DataRow("""{"name":"d","class":"Dense","inputs":["input"],"units":"2"}""", "units")]
    [DataRow("""{"name":"d","class":"Dense","inputs":["input"],"units":2.5}""", "units")]
    [DataRow("""{"name":"d","class":"Dense","inputs":["input"],"units":1e999}""", "units")]
    [DataRow("""{"name":"d","class":"Dense","inputs":["input"],"units":0}""", "units is at least 1")]
    [DataRow("""{"name":"d","class":"Dense","inputs":["input"],"units":2,"units":2}""", "units")]
    [DataRow("""{"name":"d","class":"Dense","inputs":["input"],"units":2,"Units":2}""", "Units")]
    [DataRow("""{"name":"d","class":"Dense","inputs":["input"],"units":2,"useBias":1}""", "useBias")]
    [DataRow(
        """{"name":"d","class":"Dense","inputs":["input"],"units":2,"activation":1}""",
        "Layer 'd' (Dense), parameter $.activation: ActivationFunction is a string, got Number")]
    [DataRow(
        """{"name":"d","class":"Dense","inputs":["input"],"units":2,"activation":"relu"}""",
        "is one of Linear, Relu, ")]
    [DataRow("""{"name":"d","class":"Dense","inputs":["input"],"units":2,"activation":"Relu, Relu6"}""", "activation")]
    [DataRow("""{"name":"d","class":"Dense","inputs":["input"],"units":2,"activation":"1"}""", "activation")]
    [DataRow("""{"name":"d","class":"Dense","inputs":["input"],"units":2,"activation":"Wavy"}""", "activation")]
    [DataRow(
        """{"name":"d","class":"Dense","inputs":["input"],"units":2,"kernelInitializer":null}""", "kernelInitializer")]
    [DataRow(
        """{"name":"d","class":"Dense","inputs":["input"],"units":2,"kernelInitializer":"best"}""",
        "known are 'zeros'")]
    [DataRow(
        """{"name":"d","class":"QuantDense","inputs":["input"],"units":2,"kernelQuantizer":"best"}""",
        "known are 'ste_sign'")]
    [DataRow(
        """{"name":"d","class":"QuantDense","inputs":["input"],"units":2,"kernelQuantizer":5}""", "kernelQuantizer")]
    [DataRow("""{"name":"d","class":"Dance","inputs":["input"],"units":2}""", "Unknown layer class 'Dance'; known are")]
    [DataRow("""{"name":"d","class":"dense","inputs":["input"],"units":2}""", "Unknown layer class 'dense'")]
    [DataRow("""{"name":"d","class":null,"inputs":["input"],"units":2}""", "'class' is missing")]
    [DataRow("""{"name":"d","class":7,"inputs":["input"],"units":2}""", "cannot be read")]
    [DataRow("""{"name":"d","inputs":["input"],"units":2}""", "'class' is missing")]
    [DataRow("""{"class":"Dense","inputs":["input"],"units":2}""", "'name' is missing")]
    [DataRow("""{"name":null,"class":"Dense","inputs":["input"],"units":2}""", "'name' is missing")]
    [DataRow("""{"name":"a b","class":"Dense","inputs":["input"],"units":2}""", "got 'a b'")]
    [DataRow("""{"name":"input","class":"Dense","inputs":["input"],"units":2}""", "Two layers are called 'input'")]
    [DataRow("""{"name":"d","class":"Dense","units":2}""", "takes one input, got 0")]
    [DataRow("""{"name":"d","class":"Dense","inputs":null,"units":2}""", "takes one input, got 0")]
    [DataRow("""{"name":"d","class":"Dense","inputs":"input","units":2}""", "cannot be read")]
    [DataRow("""{"name":"d","class":"Dense","inputs":[null],"units":2}""", "No layer before it")]
    [DataRow("""{"name":"d","class":"Dense","inputs":[1],"units":2}""", "cannot be read")]
    [DataRow("""{"name":"d","class":"Dense","inputs":["d"],"units":2}""", "No layer before it is called 'd'")]
    [DataRow("""{"name":"d","class":"Dense","inputs":["later"],"units":2}""", "No layer before it is called 'later'")]
    [DataRow("null", "'name' is missing")]
    [DataRow("7", "'name' is missing")]
    [DataRow(
        """{"name":"d","class":"Conv2D","inputs":["input"],"filters":2,"kernelSize":[3]}""",
        "A size is [height, width], got 1")]
    [DataRow("""{"name":"d","class":"Conv2D","inputs":["input"],"filters":2,"kernelSize":3}""", "kernelSize")]
    [DataRow("""{"name":"d","class":"Conv2D","inputs":["input"],"filters":2,"kernelSize":null}""", "got 0 numbers")]
    [DataRow("""{"name":"d","class":"Dropout","inputs":["input"],"rate":1e999}""", "rate is from 0")]
    [DataRow("""{"name":"d","class":"Dropout","inputs":["input"],"rate":"NaN"}""", "rate")]
    [DataRow("""{"name":"d","class":"Input","shape":[4]}""", "one input layer")]
    [DataRow("""{"name":"d","class":"Input","shape":[]}""", "A shape has 1 to 5 dimensions, got 0")]
    [DataRow("""{"name":"d","class":"Input","shape":null}""", "A shape has 1 to 5 dimensions, got 0")]
    [DataRow("""{"name":"d","class":"Input","shape":[0]}""", "Dimensions are at least 1")]
    [DataRow("""{"name":"d","class":"Input","shape":[65536,65536]}""", "Dimensions are at least 1")]
    public void Read_WrongLayer_SaysWhatIsWrong(string layer, string message)
    {
        var error = Assert.ThrowsExactly<FormatException>(() => Read(Input, layer));
        StringAssert.Contains(error.Message, message);
    }

    [TestMethod]
    public void Read_TwoInputs_Throws()
    {
        var error = Assert.ThrowsExactly<FormatException>(() => Read(
            Input, Input.Replace("input", "more", StringComparison.Ordinal),
            """{"name":"d","class":"Add","inputs":["input","more"]}"""));
        StringAssert.Contains(error.Message, "one input layer, got 'input' and 'more'");
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("null")]
    [DataRow("[]")]
    [DataRow("{}")]
    [DataRow("{\"layers\":[")]
    [DataRow("{\"layers\":[],\"output\":\"d\"}")]
    [DataRow("{\"layers\":{},\"output\":\"d\"}")]
    [DataRow("{\"layers\":null,\"output\":\"d\"}")]
    [DataRow("{\"layers\":[" + Input + "]}")]
    [DataRow("{\"layers\":[" + Input + "],\"output\":null}")]
    [DataRow("{\"layers\":[" + Input + "],\"output\":1}")]
    [DataRow("{\"layers\":[" + Input + "],\"output\":\"later\"}")]
    [DataRow("{\"layers\":[" + Input + "],\"output\":\"input\",\"more\":1}")]
    [DataRow("{\"layers\":[" + Input + "],\"layers\":[],\"output\":\"input\"}")]
    [DataRow("{\"layers\":[" + Input + "],\"output\":\"input\"} {}")]
    [DataRow("{\"layers\":[" + Input + "],\"outputs\":null}")]
    [DataRow("{\"layers\":[" + Input + "],\"outputs\":\"input\"}")]
    [DataRow("{\"layers\":[" + Input + "],\"outputs\":[null]}")]
    [DataRow("{\"layers\":[" + Input + "],\"outputs\":[1]}")]
    [DataRow("{\"layers\":[" + Input + "],\"outputs\":[[\"input\"]]}")]
    [DataRow("{\"layers\":[" + Input + "],\"outputs\":[\"later\"]}")]
    public void Read_OtherText_Throws(string json) =>
        Assert.ThrowsExactly<FormatException>(() => NetworkDefinition.FromJson(json));

    [TestMethod]
    [DataRow("[]", "A network has one output, got 0.")]
    [DataRow("[\"d\",\"input\"]", "A network has one output, got 2, 'd', 'input'.")]
    [DataRow("[\"d\"],\"output\":\"d\"", "The network has 'outputs', or 'output' as before, got both.")]
    public void Read_OtherThanOneOutput_SaysHowMany(string outputs, string message)
    {
        const string Dense = """{"name":"d","class":"Dense","inputs":["input"],"units":2}""";
        var error = Assert.ThrowsExactly<FormatException>(
            () => NetworkDefinition.FromJson($"{{\"layers\":[{Input},{Dense}],\"outputs\":{outputs}}}"));
        StringAssert.Contains(error.Message, message);
    }

    [TestMethod]
    public void Read_OutputOfBefore_IsAListOfOne()
    {
        var before = NetworkDefinition.FromJson("{\"layers\":[" + Input + "],\"output\":\"input\"}");
        var now = NetworkDefinition.FromJson("{\"layers\":[" + Input + "],\"outputs\":[\"input\"]}");
        Assert.AreEqual(before, now);
        CollectionAssert.AreEqual(new[] { "input" }, before.Outputs.Select(output => output.Name).ToArray());
        Assert.AreEqual(before.Output, before.Outputs[0]);
        Assert.AreEqual("{\"layers\":[" + Input + "],\"outputs\":[\"input\"]}", before.ToJson());
    }

    [TestMethod]
    public void Read_DeepNesting_Throws()
    {
        var deep = new string('[', 100_000) + new string(']', 100_000);
        Assert.ThrowsExactly<FormatException>(() => NetworkDefinition.FromJson(deep));
        Assert.ThrowsExactly<FormatException>(
            () => NetworkDefinition.FromJson($"{{\"layers\":{deep},\"output\":\"d\"}}"));
    }

    [TestMethod]
    public void Read_DamagedText_ThrowsOrGivesAValidNetwork()
    {
        var refused = 0;
        var random = new Random(7);
        foreach (var sample in KindSamples.All)
        {
            var text = Encoding.UTF8.GetBytes(KindSamples.Network(sample).ToJson());
            for (var i = 0; i < 100; i++)
            {
                try
                {
                    var read = NetworkDefinition.FromJson(Encoding.UTF8.GetString(Corruption.Of(text, random)));
                    Assert.AreEqual(read, NetworkDefinition.FromJson(read.ToJson()));
                }
                catch (FormatException)
                {
                    refused++;
                }
            }
        }

        Assert.IsGreaterThan(750, refused);
    }

    [TestMethod]
    public void Read_Null_Throws() =>
        Assert.ThrowsExactly<ArgumentNullException>(() => NetworkDefinition.FromJson(null!));

    private static NetworkDefinition Read(params string[] layers)
    {
        var output = layers[^1].Contains("\"name\":\"d\"", StringComparison.Ordinal) ? "d" : "input";
        return NetworkDefinition.FromJson($"{{\"layers\":[{string.Join(',', layers)}],\"output\":\"{output}\"}}");
    }
}
