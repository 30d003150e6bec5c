using Microsoft.ML.Larq.Quantizers;

namespace Microsoft.ML.Larq.Tests.Quantizers;

[TestClass]
public class BackwardFaultTests
{
    [TestMethod]
    public void Throw_AfterTwoFaults_ThrowsTheFirstAndOnce()
    {
        var fault = new BackwardFault();
        Assert.IsNull(fault.Keep<string>(() => throw new InvalidOperationException("first")));
        Assert.IsNull(fault.Keep<string>(() => throw new InvalidOperationException("second")));
        Assert.AreEqual("given", fault.Keep(() => "given"));

        Assert.AreEqual("first", Assert.ThrowsExactly<InvalidOperationException>(fault.Throw).Message);
        fault.Throw();
    }
}
