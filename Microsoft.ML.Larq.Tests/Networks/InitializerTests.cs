using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Networks.Initializers;

namespace Microsoft.ML.Larq.Tests.Networks;

/// <summary>Keras' initializers: formulas, moments and bounds of large draws, spelling and errors.</summary>
[TestClass]
public class InitializerTests
{
    private const int Count = 40_000;

    // 5×4 cells, 25 channels in, 80 filters: fan_in 500, fan_out 1600. A uniform number in ±l deviates by l/√3.
    private static readonly TensorShape Kernel = new(5, 4, 25, 80);

    [TestMethod]
    [DataRow("random_normal(mean=-1, stddev=2)", -1.0, 4.0)]
    [DataRow("random_normal", 0.0, 0.0025)]
    [DataRow("variance_scaling(scale=5, distribution=\"untruncated_normal\")", 0.0, 0.01)]
    public void Fill_Normal_HasMomentsAndTails(string alias, double mean, double variance)
    {
        var values = Draw(alias, Kernel);
        AssertMoments(values, mean, variance);

        // 4.55 % of a normal distribution is beyond two deviations; five deviations of that count are 0.5 %.
        var beyond = values.Count(value => Math.Abs(value - mean) > 2 * Math.Sqrt(variance));
        Assert.AreEqual(0.0455, (double)beyond / Count, 0.0055);
        var fourth = values.Average(value => Math.Pow(value - mean, 4)) / (variance * variance);
        Assert.AreEqual(3, fourth, 0.25);
    }

    // Keras counts from the shape as it stands: the last axis is outputs, so a depthwise kernel has fan_out 9.
    [TestMethod]
    [DataRow(new[] { 3, 3, 64, 1 }, 576.0, 9.0)]
    [DataRow(new[] { 3, 3, 64, 2 }, 576.0, 18.0)]
    [DataRow(new[] { 3, 3, 8, 16 }, 72.0, 144.0)]
    [DataRow(new[] { 3, 2, 2, 8, 16 }, 96.0, 192.0)]
    [DataRow(new[] { 7, 8, 16 }, 56.0, 112.0)]
    [DataRow(new[] { 8, 16 }, 8.0, 16.0)]
    [DataRow(new[] { 8 }, 8.0, 8.0)]
    public void Fans_OfAShape_AreKeras(int[] shape, double fanIn, double fanOut)
    {
        var fans = Fans.Of(new TensorShape(shape));
        Assert.AreEqual((fanIn, fanOut), (fans.In, fans.Out));
    }

    // A rotation that favours no direction: the mean of the first element over many draws is 0, its square 1/n.
    [TestMethod]
    public void Fill_Orthogonal_FavoursNoDirection()
    {
        var first = Enumerable.Range(0, 2000)
            .Select(seed => Draw("orthogonal", new TensorShape(4, 4), seed)[0]).ToArray();
        Assert.AreEqual(0, first.Average(), 0.06);
        Assert.AreEqual(0.25, first.Average(value => value * value), 0.03);
    }

    [TestMethod]
    [DataRow("zeros", "zeros")]
    [DataRow("Zeros", "zeros")]
    [DataRow("ones", "ones")]
    [DataRow("constant", "zeros")]
    [DataRow("constant(value=-0)", "zeros")]
    [DataRow("constant(value=1)", "ones")]
    [DataRow("Constant(value=0.1)", "constant(value=0.1)")]
    [DataRow("RandomUniform(minval=-0.05)", "random_uniform")]
    [DataRow("random_uniform(maxval=1)", "random_uniform(maxval=1)")]
    [DataRow("RandomNormal(stddev=0.01)", "random_normal(stddev=0.01)")]
    [DataRow("random_normal(mean=2)", "random_normal(mean=2)")]
    [DataRow("TruncatedNormal", "truncated_normal")]
    [DataRow("GlorotUniform", "glorot_uniform")]
    [DataRow("glorot_normal", "glorot_normal")]
    [DataRow("HeUniform", "he_uniform")]
    [DataRow("he_normal", "he_normal")]
    [DataRow("lecun_uniform", "lecun_uniform")]
    [DataRow("LecunNormal", "lecun_normal")]
    [DataRow("VarianceScaling(scale=2)", "he_normal")]
    [DataRow("variance_scaling(distribution='normal')", "lecun_normal")]
    [DataRow("variance_scaling(scale=0.5, mode='fan_out')",
        "variance_scaling(scale=0.5, mode=\"fan_out\", distribution=\"truncated_normal\")")]
    [DataRow("identity(gain=2)", "identity(gain=2)")]
    [DataRow("Orthogonal", "orthogonal")]
    public void Parse_Alias_IsReadAndWritten(string alias, string written)
    {
        Assert.AreEqual(written, Initializer.Parse(alias).ToString());
        Assert.AreEqual(Initializer.Parse(alias), Initializer.Parse(written));
        Assert.AreEqual(Initializer.Parse(alias), (Initializer)alias);
    }

    [TestMethod]
    public void Factories_AreTheAliases()
    {
        Assert.AreEqual("constant(value=3)", Initializer.Constant(3));
        Assert.AreEqual("random_uniform(minval=0, maxval=2)", Initializer.RandomUniform(0, 2));
        Assert.AreEqual("random_normal(mean=1, stddev=2)", Initializer.RandomNormal(1, 2));
        Assert.AreEqual("truncated_normal(mean=1, stddev=2)", Initializer.TruncatedNormal(1, 2));
        Assert.AreEqual("glorot_uniform", Initializer.GlorotUniform);
        Assert.AreEqual("glorot_normal", Initializer.GlorotNormal);
        Assert.AreEqual("he_uniform", Initializer.HeUniform);
        Assert.AreEqual("he_normal", Initializer.HeNormal);
        Assert.AreEqual("lecun_uniform", Initializer.LecunUniform);
        Assert.AreEqual("lecun_normal", Initializer.LecunNormal);
        Assert.AreEqual(
            "variance_scaling(scale=3, mode='fan_avg', distribution='untruncated_normal')",
            Initializer.VarianceScaling(3, FanMode.FanAverage, WeightDistribution.UntruncatedNormal));
        Assert.AreEqual("identity(gain=2)", Initializer.Identity(2));
        Assert.AreEqual("orthogonal(gain=2)", Initializer.Orthogonal(2));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Initializer.VarianceScaling(1, (FanMode)3));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => Initializer.VarianceScaling(1, FanMode.FanIn, (WeightDistribution)3));
    }

    [TestMethod]
    [DataRow("glorot", "Unknown initializer 'glorot'; known are 'zeros', 'ones', 'constant', 'random_uniform', "
        + "'random_normal', 'truncated_normal', 'glorot_uniform', 'glorot_normal', 'he_uniform', 'he_normal', "
        + "'lecun_uniform', 'lecun_normal', 'variance_scaling', 'identity', 'orthogonal'")]
    [DataRow("he_normal(scale=2)", "'he_normal' takes no arguments, got 'scale'")]
    [DataRow("constant(value=1e99)", "'constant': value is a finite number")]
    [DataRow("constant(values=1)", "'constant' takes 'value', got 'values'")]
    [DataRow("random_uniform(minval=1)", "'random_uniform': maxval is at least minval, which is 1")]
    [DataRow("random_uniform(minval=NaN)", "'random_uniform': minval is a finite number")]
    [DataRow("random_uniform(maxval=1e99)", "'random_uniform': maxval is a finite number")]
    [DataRow("random_normal(stddev=-1)", "'random_normal': stddev is a finite number of at least 0")]
    [DataRow("truncated_normal(stddev=NaN)", "'truncated_normal': stddev is a finite number of at least 0")]
    [DataRow("random_normal(mean=NaN)", "'random_normal': mean is a finite number")]
    [DataRow("variance_scaling(scale=0)", "'variance_scaling': scale is a finite number above 0")]
    [DataRow("variance_scaling(mode=\"fan\")", "'mode' must be \"fan_in\" or \"fan_out\" or \"fan_avg\", got \"fan\"")]
    [DataRow("variance_scaling(distribution=\"even\")", "'distribution' must be \"truncated_normal\"", "got \"even\"")]
    [DataRow("identity(gain=NaN)", "'identity': gain is a finite number")]
    [DataRow("orthogonal(gain=1e99)", "'orthogonal': gain is a finite number")]
    public void Parse_OtherText_SaysWhatIsAllowed(string alias, params string[] parts)
    {
        var message = Assert.Throws<ArgumentException>(() => Initializer.Parse(alias)).Message;
        foreach (var part in parts) StringAssert.Contains(message, part);
    }

    [TestMethod]
    public void Build_InitializerThatDoesNotFit_NamesLayerAndShape()
    {
        var conv = Assert.ThrowsExactly<ArgumentException>(() => NetworkDefinition.Build(
            new TensorShape(5, 5, 2), x => x.Conv2D(4, 3, kernel: new() { Initializer = "identity" }, name: "z")));
        StringAssert.Contains(
            conv.Message, "Layer 'z' (Conv2D): weight 'kernel': initializer 'identity' fills a matrix");
        StringAssert.Contains(conv.Message, "got the shape (3, 3, 2, 4)");
        var dense = Assert.ThrowsExactly<ArgumentException>(() => NetworkDefinition.Build(
            new TensorShape(5), x => x.Dense(4, bias: new() { Initializer = "orthogonal" }, name: "z")));
        StringAssert.Contains(dense.Message, "Layer 'z' (Dense): weight 'bias': initializer 'orthogonal' fills two");
        StringAssert.Contains(dense.Message, "got the shape (4,)");
    }

    [TestMethod]
    public void Initialize_BiasInitializer_FillsTheBias()
    {
        var network = NetworkDefinition.Build(new TensorShape(5, 5, 2), x => x
            .Apply(
                new Conv2DLayer { Filters = 4, KernelSize = 3, Bias = new() { Initializer = "constant(value=0.5)" } },
                name: "c")
            .Flatten()
            .Dense(2, bias: new() { Initializer = "ones" }, name: "d"));
        var weights = NetworkWeights.Initialize(network, 1);
        CollectionAssert.AreEqual(new[] { 0.5f, 0.5f, 0.5f, 0.5f }, weights["c/bias"].Values.ToArray());
        CollectionAssert.AreEqual(new[] { 1f, 1f }, weights["d/bias"].Values.ToArray());
    }

    private static float[] Draw(string alias, TensorShape shape, int seed = 1)
    {
        var values = new float[shape.Size];
        Initializer.Parse(alias).Fill(values, shape, new Random(seed));
        return values;
    }

    // The mean of n values deviates by σ/√n and their variance by less than 1.5·σ²/√n; five times that is out of reach.
    private static void AssertMoments(float[] values, double mean, double variance)
    {
        Assert.HasCount(Count, values);
        Assert.AreEqual(mean, values.Average(value => (double)value), 5 * Math.Sqrt(variance / Count));
        Assert.AreEqual(
            variance, values.Average(value => Math.Pow(value - mean, 2)), 7.5 * variance / Math.Sqrt(Count));
    }
}
