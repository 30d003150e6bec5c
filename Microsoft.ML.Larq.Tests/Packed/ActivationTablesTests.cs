using Microsoft.ML.Larq.Modules;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Packed.Kernels.Pointwise;
using Microsoft.ML.Larq.Tests.Families;
using Microsoft.ML.Larq.Tests.Packed.Oracle;

namespace Microsoft.ML.Larq.Tests.Packed;

/// <summary>Every activation function has a row wherever it is computed.</summary>
[TestClass]
public class ActivationTablesTests
{
    [TestMethod]
    public void Training_EveryFunction_IsThere() => Owe(
        "ActivationFunctions.Of", function => ActivationFunctions.Of(function), "add the function that trains with it");

    [TestMethod]
    public void Packed_EveryFunction_IsThere() => Owe(
        "ScalarActivation.Run", function => ScalarActivation.Run(function, new float[1]),
        "add the loop that scores it");

    [TestMethod]
    public void Oracle_EveryFunction_IsThere() => Owe(
        "NaiveNetwork.Activate (Tests/Packed/Oracle)", function => NaiveNetwork.Activate(function, 0.5),
        "add its formula in doubles");

    private static void Owe(string table, Action<ActivationFunction> ask, string advice) => Owed.Rows(
        nameof(ActivationFunction), Enum.GetNames<ActivationFunction>(), table,
        Enum.GetValues<ActivationFunction>().Where(function => IsKnown(ask, function)).Select(one => one.ToString()),
        advice);

    private static bool IsKnown(Action<ActivationFunction> ask, ActivationFunction function)
    {
        try
        {
            ask(function);
            return true;
        }
        catch (Exception error) when (error is NotSupportedException or ArgumentOutOfRangeException)
        {
            return false;
        }
    }
}
