using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Progress;

namespace Microsoft.ML.Larq.Tests;

/// <summary>A network that ends in a softmax or sigmoid is trained as without, and never through it twice.</summary>
[TestClass]
public class NetworkEndTests
{
    private static readonly MLContext Context = new(seed: 1);

    private static readonly Dictionary<string, Func<NetworkTensor, int, NetworkTensor>> Ends = new()
    {
        ["softmax layer"] = (x, outputs) => Trunk(x).Dense(outputs, name: "last").Softmax(),
        ["sigmoid layer"] = (x, outputs) =>
            Trunk(x).Dense(outputs, name: "last").Activation(ActivationFunction.Sigmoid),
        ["dense sigmoid"] = (x, outputs) =>
            Trunk(x).Dense(outputs, activation: ActivationFunction.Sigmoid, name: "last"),
        ["none"] = (x, outputs) => Trunk(x).Dense(outputs, name: "last"),
    };

    [TestMethod]
    [DataRow("softmax layer", "Label")]
    [DataRow("sigmoid layer", "Flag")]
    [DataRow("dense sigmoid", "Flag")]
    public void Fit_EndOfTheTask_IsTheModelWithoutItBitForBit(string end, string label)
    {
        var said = new List<string>();
        var context = new MLContext(seed: 1);
        context.Log += (_, e) => said.Add(e.Message);
        var with = Trainers.Fit(context, Options(end, label));
        var without = Trainers.Fit(Context, Options("none", label));
        CollectionAssert.AreEqual(Trainers.Bytes(without), Trainers.Bytes(with));
        Assert.Contains(line => line.Contains("Option Network ends in a s", StringComparison.Ordinal), said);
        Assert.IsGreaterThan(0.8, with.History[MetricNames.Accuracy][^1]);

        // Trained further by the same function, whose network is the same again.
        var further = context.Larq().BinaryNet(Options(end, label)).Fit(Trainers.Table(context), with);
        Assert.AreEqual(with.Network, further.Network);
    }

    [TestMethod]
    [DataRow("softmax layer", "Flag", "a softmax over one number is 1 whatever comes")]
    [DataRow("softmax layer", "Number", "labels are learned in a scale of mean 0 and deviation 1")]
    [DataRow("sigmoid layer", "Number", "labels are learned in a scale of mean 0 and deviation 1")]
    [DataRow("dense sigmoid", "Number", "labels are learned in a scale of mean 0 and deviation 1")]
    [DataRow("sigmoid layer", "Label", "the probabilities of classes add up to 1")]
    [DataRow("dense sigmoid", "Label", "the probabilities of classes add up to 1")]
    public void Fit_EndOfAnotherTask_SaysWhatToDo(string end, string label, string why)
    {
        var error = Assert.ThrowsExactly<ArgumentException>(() => Trainers.Fit(Context, Options(end, label)));
        Assert.StartsWith("Option Network ends in a s", error.Message);
        Assert.Contains("End in plain numbers, such as Dense(outputs): " + why, error.Message);
    }

    [TestMethod]
    public void Fit_TeacherThatEndsInASoftmax_SaysWhatToDo()
    {
        var teacher = NetworkDefinition.Build(new TensorShape(3), x => x.Dense(3).Softmax());
        var options = Options("none", "Label");
        options.Distillation = new Distillation(teacher, NetworkWeights.Initialize(teacher, 1));
        var error = Assert.ThrowsExactly<ArgumentException>(() => Trainers.Fit(Context, options));
        Assert.StartsWith("Option Distillation: the teacher ends in a softmax, the layer 'softmax'", error.Message);
    }

    [TestMethod]
    public void Fit_SoftmaxWithin_StaysWhereItIs()
    {
        var options = Options("none", "Label");
        options.Network = (x, outputs) => Trunk(x).Softmax(name: "within").Dense(outputs);
        Assert.IsInstanceOfType<SoftmaxLayer>(Trainers.Fit(Context, options).Network["within"].Kind);
    }

    private static BinarizedNetworkTrainer.Options Options(string end, string label)
    {
        var options = Trainers.Options(label, epochs: 15);
        options.Network = Ends[end];
        return options;
    }

    private static NetworkTensor Trunk(NetworkTensor x) =>
        x.QuantileThermometer(8).QuantDense(32, kernelQuantizer: "ste_sign", useBias: false).BatchNormalization();
}
