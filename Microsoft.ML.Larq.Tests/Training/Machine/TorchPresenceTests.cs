using Microsoft.ML.Larq.Training.Machine;

namespace Microsoft.ML.Larq.Tests.Training.Machine;

[TestClass]
public class TorchPresenceTests
{
    [TestMethod]
    public void Require_WhereItIs_SaysNothing() => TorchPresence.Require();

    [TestMethod]
    public void Require_WhereItWasLeftOut_SaysHowToGetIt()
    {
        var error = Assert.ThrowsExactly<InvalidOperationException>(() => TorchPresence.Require("Larq.IsNotThere"));
        StringAssert.Contains(error.Message, "Larq.IsNotThere.dll");
        StringAssert.Contains(error.Message, "LarqScoringOnly");
        StringAssert.Contains(error.Message, "TorchSharp-cpu");
    }
}
