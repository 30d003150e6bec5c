using Microsoft.ML.Larq.Layers;
using Microsoft.ML.Larq.Microcontrollers;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Onnx;
using Microsoft.ML.Larq.Packed.Kernels.Pointwise;
using Microsoft.ML.Larq.Tests.Packed.Oracle;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Tests.Families;

/// <summary>An activation has a row in every place that computes activations, or writes them for others.</summary>
[TestClass]
public class ActivationRowsTests
{
    private static readonly NetworkWeights None = new([]);

    private static readonly (string Place, string Advice, Action<ActivationFunction> Ask)[] Places =
    [
        ("LayerActivations.Apply", "add how it is trained", function => LayerActivations.Apply(function, zeros(1))),
        ("ScalarActivation.Run", "add how it is scored", function => ScalarActivation.Run(function, new float[1])),
        ("ActivationNodes.Of", "add its operators of ONNX",
            function => Network(function).WriteOnnx(None, new MemoryStream())),
        ("Finishes.Activate", "add its case in C, by its number", WriteC),
        ("NaiveNetwork.Activate (Tests/Packed/Oracle)", "add its formula in doubles",
            function => NaiveNetwork.Activate(function, 0.5)),
    ];

    [TestMethod]
    public void Rows_EveryActivation_IsThere()
    {
        using var scope = NewDisposeScope();
        Owed.NoFaults(Faults(Enum.GetValues<ActivationFunction>()));
    }

    [TestMethod]
    public void Faults_OfAnActivationThatNobodyKnows_NameEveryPlace()
    {
        using var scope = NewDisposeScope();
        var faults = Faults([(ActivationFunction)77]).ToArray();
        Assert.HasCount(Places.Length, faults);
        Assert.AreEqual(
            "ActivationFunction '77' has no row in LayerActivations.Apply: add how it is trained.", faults[0]);
    }

    private static IEnumerable<string> Faults(ActivationFunction[] functions) =>
        from function in functions
        from place in Places
        where Refuses(place.Ask, function)
        select $"ActivationFunction '{function}' has no row in {place.Place}: {place.Advice}.";

    private static bool Refuses(Action<ActivationFunction> ask, ActivationFunction function)
    {
        try
        {
            ask(function);
            return false;
        }
        catch (Exception error) when (error is NotSupportedException or ArgumentException)
        {
            return true;
        }
    }

    private static void WriteC(ActivationFunction function)
    {
        var network = Network(function);
        var source = CSource.Of("net", network, None, CEnding.Of(network, null)).Source;
        if (function != ActivationFunction.Linear && !source.Contains($"case {(int)function}:"))
            throw new NotSupportedException();
    }

    private static NetworkDefinition Network(ActivationFunction function) =>
        NetworkDefinition.Build(new TensorShape(3), x => x.Activation(function));
}
