using System.Globalization;
using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Tests.Networks;

/// <summary>Quantizers, initializers and constraints by Larq's and Keras' names.</summary>
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
    [DataRow("ste_sign(", "not of the form 'name' or 'name(argument=number, …)'")]
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
    public void Quantizer_OtherText_SaysWhatIsAllowed(string alias, string message)
    {
        var error = Assert.Throws<ArgumentException>(() => Quantizer.Parse(alias));
        StringAssert.Contains(error.Message, message);
    }

    [TestMethod]
    public void Quantizer_EveryKind_HasARowUnderItsAlias()
    {
        var kinds = typeof(Quantizer).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Quantizer)) && !type.IsAbstract);
        foreach (var kind in kinds)
        {
            var named = Quantizer.Parse(Aliases().Single(alias => Quantizer.Parse(alias).GetType() == kind));
            Assert.AreEqual(named, Quantizer.Parse(named.Alias));
        }
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
    [DataRow("weight_clip", "weight_clip")]
    [DataRow("weight_clip(clip_value=1.25)", "weight_clip(clip_value=1.25)")]
    public void Constraint_Alias_IsReadAndWritten(string alias, string written)
    {
        Assert.AreEqual(written, WeightConstraint.Parse(alias).ToString());
        Assert.AreEqual(WeightConstraint.Parse(alias), (WeightConstraint)alias);
    }

    [TestMethod]
    [DataRow("clip", "Unknown kernel constraint 'clip'; known are 'weight_clip'")]
    [DataRow("weight_clip(clip_value=None)", "'clip_value' must be a number, got None")]
    [DataRow("weight_clip(clip_value=0)", "clip_value is a finite number above 0")]
    [DataRow("weight_clip(clip_value=NaN)", "clip_value is a finite number above 0")]
    public void Constraint_OtherText_SaysWhatIsAllowed(string alias, string message)
    {
        var error = Assert.Throws<ArgumentException>(() => WeightConstraint.Parse(alias));
        StringAssert.Contains(error.Message, message);
    }

    [TestMethod]
    [DataRow("zeros")]
    [DataRow("ones")]
    [DataRow("glorot_uniform")]
    public void Initializer_Alias_IsReadAndWritten(string alias) => Assert.AreEqual(alias, Initializer.Parse(alias).ToString());

    [TestMethod]
    public void Initializer_OtherText_ListsTheKnown()
    {
        var error = Assert.Throws<ArgumentException>(() => Initializer.Parse("glorot"));
        StringAssert.Contains(error.Message, "Unknown initializer 'glorot'; known are 'zeros', 'ones', 'glorot_uniform'");
    }

    [TestMethod]
    [DataRow(null)]
    public void Null_OfEachKind_StaysNull(string? alias)
    {
        Assert.IsNull((Quantizer?)alias);
        Assert.IsNull((WeightConstraint?)alias);
        Assert.IsNull((Initializer?)alias);
        Assert.ThrowsExactly<ArgumentNullException>(() => Quantizer.Parse(null!));
    }

    // What the error for an unknown alias lists.
    private static string[] Aliases()
    {
        var message = Assert.Throws<ArgumentException>(() => Quantizer.Parse("?")).Message;
        return [.. message.Split("known are")[1].Split('\'').Where((_, i) => i % 2 == 1).Where(alias => alias != "text")];
    }
}
