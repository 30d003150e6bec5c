using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Tests.Networks;

/// <summary>Constraints and regularizers by Larq's and Keras' names.</summary>
[TestClass]
public class WeightRuleTests
{
    [TestMethod]
    [DataRow("weight_clip", "weight_clip")]
    [DataRow("WeightClip(clip_value=1)", "weight_clip")]
    [DataRow("weight_clip(clip_value=1.25)", "weight_clip(clip_value=1.25)")]
    [DataRow("max_norm", "max_norm")]
    [DataRow("MaxNorm(max_value=3, axis=0)", "max_norm(max_value=3)")]
    [DataRow("max_norm(axis=[2, 0, 1])", "max_norm(axis=[0, 1, 2])")]
    [DataRow("max_norm(axis=[1])", "max_norm(axis=1)")]
    [DataRow("NonNeg", "non_neg")]
    [DataRow("unit_norm", "unit_norm")]
    [DataRow("UnitNorm(axis=[0,1,2])", "unit_norm(axis=[0, 1, 2])")]
    [DataRow("min_max_norm", "min_max_norm")]
    [DataRow("min_max_norm(min_value=0.5, max_value=2, rate=0.25, axis=[0, 1])",
        "min_max_norm(min_value=0.5, max_value=2, rate=0.25, axis=[0, 1])")]
    public void Constraint_Alias_IsReadAndWritten(string alias, string written)
    {
        var constraint = WeightConstraint.Parse(alias);
        Assert.AreEqual(written, constraint.ToString());
        Assert.AreEqual(constraint, WeightConstraint.Parse(written));
        Assert.AreEqual(constraint.GetHashCode(), WeightConstraint.Parse(written).GetHashCode());
        Assert.AreEqual(constraint, (WeightConstraint)alias);
    }

    [TestMethod]
    public void Constraint_OtherParameters_AreNotEqual()
    {
        string[] all =
        [
            "max_norm", "max_norm(max_value=3)", "max_norm(axis=1)", "max_norm(axis=[0, 1])", "unit_norm",
            "unit_norm(axis=1)", "min_max_norm", "min_max_norm(rate=0.5)", "non_neg", "weight_clip",
        ];
        Assert.HasCount(all.Length, all.Select(WeightConstraint.Parse).Distinct());
    }

    [TestMethod]
    public void Constraint_Factories_AreTheAliases()
    {
        Assert.AreEqual("weight_clip(clip_value=2)", WeightConstraint.WeightClip(2));
        Assert.AreEqual("max_norm(max_value=3, axis=[0, 1])", WeightConstraint.MaxNorm(3, 0, 1));
        Assert.AreEqual("max_norm", WeightConstraint.MaxNorm());
        Assert.AreEqual("non_neg", WeightConstraint.NonNeg());
        Assert.AreEqual("unit_norm(axis=1)", WeightConstraint.UnitNorm(1));
        Assert.AreEqual("min_max_norm(rate=0.5, axis=1)", WeightConstraint.MinMaxNorm(rate: 0.5f, axes: 1));
    }

    [TestMethod]
    [DataRow(
        "clip",
        "Unknown kernel constraint 'clip'; known are 'weight_clip', 'max_norm', 'non_neg', 'unit_norm', "
        + "'min_max_norm'")]
    [DataRow("weight_clip(clip_value=None)", "'clip_value' must be a number, got None")]
    [DataRow("weight_clip(clip_value=0)", "clip_value is a finite number above 0")]
    [DataRow("weight_clip(clip_value=NaN)", "clip_value is a finite number above 0")]
    [DataRow("max_norm(max_value=-1)", "'max_norm': max_value is a finite number of at least 0")]
    [DataRow("max_norm(axis=-1)", "'axis' must be an axis from 0 or a list of axes, got -1")]
    [DataRow("max_norm(axis=[0, 0.5])", "'axis' must be an axis from 0 or a list of axes, got [0, 0.5]")]
    [DataRow("max_norm(axis=[0, 0])", "'max_norm': axes are different numbers from 0, at least one, got [0, 0]")]
    [DataRow("max_norm(axis=[])", "must be an axis from 0 or a list of axes, got []")]
    [DataRow("max_norm(axis=[0)", "is not of the form")]
    [DataRow("max_norm(axis=True)", "'axis' must be an axis from 0 or a list of axes, got True")]
    [DataRow("non_neg(axis=0)", "'non_neg' takes no arguments, got 'axis'")]
    [DataRow("unit_norm(max_value=1)", "'unit_norm' takes 'axis', got 'max_value'")]
    [DataRow("min_max_norm(min_value=2)", "'min_max_norm': max_value is a finite number of at least 2")]
    [DataRow("min_max_norm(min_value=NaN)", "'min_max_norm': min_value is a finite number of at least 0")]
    [DataRow("min_max_norm(rate=1.5)", "'min_max_norm': rate is from 0 to 1")]
    public void Constraint_OtherText_SaysWhatIsAllowed(string alias, string message)
    {
        var error = Assert.Throws<ArgumentException>(() => WeightConstraint.Parse(alias));
        StringAssert.Contains(error.Message, message);
    }

    [TestMethod]
    public void Build_AxisThatTheWeightLacks_NamesLayerAndShape()
    {
        var error = Assert.ThrowsExactly<ArgumentException>(() => NetworkDefinition.Build(
            new TensorShape(5), x => x.Dense(4, kernel: new() { Constraint = "unit_norm(axis=[0, 2])" },
            name: "z")));
        StringAssert.Contains(
            error.Message, "Layer 'z' (Dense): weight 'kernel': constraint 'unit_norm(axis=[0, 2])'");
        StringAssert.Contains(error.Message, "axes below 2 for the shape (5, 4), got 2");
    }

    [TestMethod]
    [DataRow("l1", "l1", 0.01f, 0f)]
    [DataRow("L1(l1=0.5)", "l1(l1=0.5)", 0.5f, 0f)]
    [DataRow("l2", "l2", 0f, 0.01f)]
    [DataRow("l2(l2=0)", "l2(l2=0)", 0f, 0f)]
    [DataRow("l1(l1=0)", "l2(l2=0)", 0f, 0f)]
    [DataRow("L2(l2=1e-4)", "l2(l2=0.0001)", 0f, 0.0001f)]
    [DataRow("l1_l2", "l1_l2", 0.01f, 0.01f)]
    [DataRow("L1L2(l1=0.5, l2=0.25)", "l1_l2(l1=0.5, l2=0.25)", 0.5f, 0.25f)]
    [DataRow("l1_l2(l1=0, l2=0.25)", "l2(l2=0.25)", 0f, 0.25f)]
    public void Regularizer_Alias_IsReadAndWritten(string alias, string written, float absolute, float squared)
    {
        var regularizer = WeightRegularizer.Parse(alias);
        Assert.AreEqual((absolute, squared), (regularizer.Absolute, regularizer.Squared));
        Assert.AreEqual(written, regularizer.ToString());
        Assert.AreEqual(regularizer, WeightRegularizer.Parse(written));
        Assert.AreEqual(regularizer, (WeightRegularizer)alias);
    }

    [TestMethod]
    [DataRow("l3", "Unknown regularizer 'l3'; known are 'l1', 'l2', 'l1_l2'")]
    [DataRow("l2(0.1)", "is not of the form")]
    [DataRow("l2(l1=0.1)", "'l2' takes 'l2', got 'l1'")]
    [DataRow("l2(l2=-1)", "l2 is a finite number of at least 0")]
    [DataRow("l1_l2(l1=NaN)", "l1 is a finite number of at least 0")]
    [DataRow("l1(l1=None)", "'l1' must be a number, got None")]
    public void Regularizer_OtherText_SaysWhatIsAllowed(string alias, string message)
    {
        var error = Assert.Throws<ArgumentException>(() => WeightRegularizer.Parse(alias));
        StringAssert.Contains(error.Message, message);
    }
}
