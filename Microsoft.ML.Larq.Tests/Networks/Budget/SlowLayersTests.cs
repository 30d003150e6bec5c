using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Tests.Networks.Budget;

/// <summary>
/// Layers whose products take longer than those of a plain convolution: each of these networks has fewer than 2³⁴ of
/// them and was scored for 6 to 50 seconds.
/// </summary>
[TestClass]
public class SlowLayersTests
{
    private const string Signs = """ "inputQuantizer":"ste_sign","kernelQuantizer":"ste_sign" """;

    [TestMethod]
    [DataRow(4000, 1, """ "class":"AveragePooling2D","poolSize":[2500,2500],"strides":[40,40] """)]
    [DataRow(2000, 3, """ "class":"MaxPooling2D","poolSize":[35,35],"strides":[1,1] """)]
    [DataRow(2600, 1, """ "class":"Conv2D","filters":1,"kernelSize":[30,30],"dilationRate":[40,40] """)]
    [DataRow(1400, 3, """ "class":"DepthwiseConv2D","kernelSize":[52,52] """)]
    [DataRow(1400, 1,
        """
        "class":"QuantDepthwiseConv2D","kernelSize":[90,90],
        "inputQuantizer":"ste_tern","depthwiseQuantizer":"ste_sign"
        """)]
    [DataRow(1400, 1,
        """
        "class":"QuantConv2D","filters":1,"kernelSize":[80,80],
        "inputQuantizer":"magnitude_aware_sign","kernelQuantizer":"ste_sign"
        """)]
    [DataRow(300, 1, """ "class":"QuantConv2D","filters":1,"kernelSize":[300,300],"padding":"Same", """ + Signs)]
    public void FromJson_OfASlowLayer_IsRefused(int side, int channels, string layer) =>
        Refused(channels, side, [$"{layer}"]);

    [TestMethod]
    [DataRow(200, 4000, 1, """ "class":"LayerNormalization" """)]
    [DataRow(450, 4000, 1, """ "class":"LeakyReLU" """)]
    [DataRow(26, 320, 64, """ "class":"Conv2D","filters":64,"kernelSize":[1,1],"activation":"Tanh" """)]
    public void FromJson_OfManyLayersThatTouchMuch_IsRefused(int count, int side, int channels, string layer) =>
        Refused(channels, side, [.. Enumerable.Repeat(layer, count)]);

    private static void Refused(int channels, int side, string[] layers)
    {
        var all = layers.Select((layer, i) =>
            $$"""{"name":"n{{i}}","inputs":["{{(i == 0 ? "wide" : $"n{i - 1}")}}"],{{layer}}}""");
        var json = $$"""
            {"layers":[{"name":"input","class":"Input","shape":[1,1,{{channels}}]},
            {"name":"wide","class":"UpSampling2D","inputs":["input"],"size":[{{side}},{{side}}]},
            {{string.Join(',', all)}}],"output":"n{{layers.Length - 1}}"}
            """;
        var error = Assert.ThrowsExactly<FormatException>(() => NetworkDefinition.FromJson(json));
        Assert.Contains("NetworkBudget.MultiplyAdds", error.Message);
        _ = NetworkDefinition.FromJson(json, NetworkBudget.Unlimited);
    }
}
