using System.Globalization;
using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Tests.Networks;

/// <summary>Quantizers by Larq's names.</summary>
[TestClass]
public class AliasTests
{
    [TestMethod]
    [DataRow("ste_sign", "ste_sign", 1f)]
    [DataRow("ste_sign()", "ste_sign", 1f)]
    [DataRow(" ste_sign ( clip_value = 1 )", "ste_sign", 1f)]
    [DataRow("ste_sign(clip_value=1.25)", "ste_sign(clip_value=1.25)", 1.25f)]
    [DataRow("ste_sign(clip_value=1e-3)", "ste_sign(clip_value=0.001)", 0.001f)]
    [DataRow("ste_sign(clip_value=0.1)", "ste_sign(clip_value=0.1)", 0.1f)]
    [DataRow("ste_sign(clip_value=None)", "ste_sign(clip_value=None)", null)]
    public void Quantizer_Alias_IsReadAndWritten(string alias, string written, float? window)
    {
        var quantizer = Quantizer.Parse(alias);
        Assert.AreEqual(Quantizer.SteSign(window), quantizer);
        Assert.AreEqual(window, quantizer.Window);
        Assert.AreEqual(written, quantizer.ToString());
        Assert.AreEqual(quantizer, Quantizer.Parse(quantizer.ToString()));
        Assert.AreEqual(quantizer, (Quantizer)alias);
    }

    [TestMethod]
    [DataRow("", "Unknown quantizer ''; known are 'ste_sign', 'approx_sign'")]
    [DataRow("sign", "Unknown quantizer 'sign'; known are 'ste_sign', 'approx_sign'")]
    [DataRow("Ste_Sign", "Unknown quantizer 'Ste_Sign'")]
    [DataRow("ste_sign(", "not of the form 'name' or 'name(argument=value, …)'")]
    [DataRow("ste_sign(1.25)", "not of the form")]
    [DataRow("ste_sign(clip_value=wide)", "not of the form")]
    [DataRow("ste_sign(clip_value=1,5)", "not of the form")]
    [DataRow("ste_sign(clip_value=1,clip_value=2)", "not of the form")]
    [DataRow("ste_sign(clip_value=1)x", "not of the form")]
    [DataRow("ste_sign(width=2)", "'ste_sign' takes 'clip_value', got 'width'")]
    [DataRow("approx_sign(clip_value=2)", "'approx_sign' takes no arguments, got 'clip_value'")]
    [DataRow("ste_sign(clip_value=NaN)", "clip_value is a finite number above 0, or None")]
    [DataRow("ste_sign(clip_value=1e99)", "clip_value is a finite number above 0")]
    [DataRow("ste_sign(clip_value=-1)", "clip_value is a finite number above 0")]
    [DataRow("ste_sign(clip_value=0)", "clip_value is a finite number above 0")]
    [DataRow("ste_sign(clip_value=True)", "'clip_value' must be a number or None, got True")]
    [DataRow("ste_sign(clip_value=\"1\")", "'clip_value' must be a number or None, got \"1\"")]
    [DataRow(
        "magnitude_aware_sign(clip_value=0)", "'magnitude_aware_sign': clip_value is a finite number above 0, or None")]
    [DataRow("ste_heaviside(clip_value=-1)", "'ste_heaviside': clip_value is a finite number above 0, or None")]
    [DataRow("ste_tern(clip_value=NaN)", "'ste_tern': clip_value is a finite number above 0, or None")]
    [DataRow("ste_tern(threshold_value=-0.1)", "threshold_value is a finite number of at least 0")]
    [DataRow("ste_tern(threshold_value=None)", "'threshold_value' must be a number, got None")]
    [DataRow("ste_tern(ternary_weight_networks=1)", "'ternary_weight_networks' must be True or False, got 1")]
    [DataRow(
        "ste_tern(delta=1)",
        "'ste_tern' takes 'threshold_value', 'ternary_weight_networks', 'clip_value', got 'delta'")]
    [DataRow("swish_sign(beta=0)", "beta is a finite number above 0")]
    [DataRow("swish_sign(beta=NaN)", "beta is a finite number above 0")]
    [DataRow("dorefa_quantizer(mode=\"unknown\")", "'mode' must be \"activations\" or \"weights\", got \"unknown\"")]
    [DataRow("dorefa_quantizer(mode=None)", "'mode' must be \"activations\" or \"weights\", got None")]
    [DataRow("dorefa_quantizer(mode=weights)", "a value is a number, True, False, None or a quoted text")]
    [DataRow("dorefa_quantizer(k_bit=0)", "k_bit is from 1 to 24")]
    [DataRow("dorefa_quantizer(k_bit=25)", "k_bit is from 1 to 24")]
    [DataRow("dorefa_quantizer(k_bit=1.5)", "'k_bit' must be a whole number, got 1.5")]
    [DataRow("dorefa_quantizer(k_bit=1e30)", "'k_bit' must be a whole number, got 1E+30")]
    [DataRow("NoOp", "'precision' is required, as in NoOp(precision=1)")]
    [DataRow("NoOp(precision=None)", "'precision' must be a whole number, got None")]
    [DataRow("NoOp(precision=0)", "precision is from 1 to 32")]
    [DataRow("NoOp(precision=33)", "precision is from 1 to 32")]
    [DataRow("sign", "'shifted_sign'")]
    [DataRow("sign", "made known first, by Quantizer.Register(\"sign\", …)")]
    [DataRow("shifted_sign(shift=1, width=2)", "'shifted_sign' takes 'shift', got 'width'")]
    [DataRow("shifted_sign(shift=None)", "'shift' must be a number, got None")]
    [DataRow("xnor_weight_scale(clip_value=1)", "'xnor_weight_scale' takes no arguments, got 'clip_value'")]
    public void Quantizer_OtherText_SaysWhatIsAllowed(string alias, string message)
    {
        var error = Assert.Throws<ArgumentException>(() => Quantizer.Parse(alias));
        StringAssert.Contains(error.Message, message);
    }

    // Larq registers every class under its name too; these are read, and written as the alias.
    [TestMethod]
    [DataRow("SteSign(clip_value=2)", "ste_sign(clip_value=2)")]
    [DataRow("ApproxSign", "approx_sign")]
    [DataRow("SwishSign(beta=10)", "swish_sign(beta=10)")]
    [DataRow("MagnitudeAwareSign(clip_value=None)", "magnitude_aware_sign(clip_value=None)")]
    [DataRow("SteHeaviside", "ste_heaviside")]
    [DataRow("SteTern(ternary_weight_networks=True)", "ste_tern(ternary_weight_networks=True)")]
    [DataRow("ste_tern(ternary_weight_networks=False, threshold_value=0.05)", "ste_tern")]
    [DataRow("DoReFa", "dorefa_quantizer")]
    [DataRow("DoReFaQuantizer(mode='weights', k_bit=8)", "dorefa_quantizer(k_bit=8, mode=\"weights\")")]
    [DataRow("dorefa_quantizer(k_bit=2, mode=\"activations\")", "dorefa_quantizer")]
    [DataRow("NoOpQuantizer(precision=2)", "NoOp(precision=2)")]
    public void Quantizer_OtherSpelling_IsWrittenAsItsAlias(string alias, string written) =>
        Assert.AreEqual(written, Quantizer.Parse(alias).ToString());

    [TestMethod]
    public void Quantizer_UnknownAlias_ListsThoseThatAreKnown()
    {
        var message = Assert.Throws<ArgumentException>(() => Quantizer.Parse("unknown")).Message;
        foreach (var alias in new[]
        {
            "ste_sign", "approx_sign", "swish_sign", "magnitude_aware_sign", "ste_heaviside", "ste_tern",
            "dorefa_quantizer", "NoOp", "xnor_weight_scale", "magnitude_aware_sign_unclipped",
        })
        {
            StringAssert.Contains(message, $"'{alias}'");
        }
    }

    [TestMethod]
    public void Quantizer_Factories_AreTheAliases()
    {
        Assert.AreEqual("swish_sign", Quantizer.SwishSign());
        Assert.AreEqual("magnitude_aware_sign(clip_value=2)", Quantizer.MagnitudeAwareSign(2));
        Assert.AreEqual("ste_heaviside", Quantizer.SteHeaviside());
        Assert.AreEqual("ste_tern(threshold_value=0.1, ternary_weight_networks=True)", Quantizer.SteTern(0.1f, true));
        Assert.AreEqual("dorefa_quantizer(k_bit=4, mode='weights')", Quantizer.DoReFa(4, DoReFaMode.Weights));
        Assert.AreEqual("NoOp(precision=1)", Quantizer.NoOp(1));
        Assert.AreEqual("xnor_weight_scale", Quantizer.XnorWeightScale());
        Assert.AreEqual("magnitude_aware_sign_unclipped", Quantizer.MagnitudeAwareSignUnclipped());
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Quantizer.DoReFa(2, (DoReFaMode)2));
    }

    [TestMethod]
    public void Quantizer_Signs_ArePlusOneAtZeroAndNaN()
    {
        foreach (var quantizer in new[] { Quantizer.SteSign(), Quantizer.SteSign(null), Quantizer.ApproxSign() })
        {
            float[] values = [-2f, -float.Epsilon, -0f, 0f, float.NaN, 3f, float.NegativeInfinity];
            quantizer.Quantize(values, new TensorShape(7), values);
            CollectionAssert.AreEqual(new[] { -1f, -1f, 1f, 1f, 1f, 1f, -1f }, values);
            Assert.AreEqual((1, Alphabet.Signs), (quantizer.Precision, quantizer.Alphabet));
        }
    }

    [TestMethod]
    public void Numbers_InAnotherCulture_KeepTheirPoint()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("") { NumberFormat = { NumberDecimalSeparator = "," } };
            Assert.AreEqual("ste_sign(clip_value=1.25)", Quantizer.Parse("ste_sign(clip_value=1.25)").ToString());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [TestMethod]
    [DataRow(null)]
    public void Null_OfEachKind_StaysNull(string? alias)
    {
        Assert.IsNull((Quantizer?)alias);
        Assert.IsNull((WeightConstraint?)alias);
        Assert.IsNull((Initializer?)alias);
        Assert.IsNull((WeightRegularizer?)alias);
        Assert.ThrowsExactly<ArgumentNullException>(() => Quantizer.Parse(null!));
    }
}
