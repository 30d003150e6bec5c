using TorchSharp;

namespace Microsoft.ML.Larq.Tests.Build;

[TestClass]
public class TorchLoadTests
{
    /// <summary>
    /// On a system with GCC 12's libstdc++ this throws a TypeInitializationException without the fix.
    /// </summary>
    [TestMethod]
    public void Tensor_InThisProcess_LoadsLibTorchAndDifferentiates()
    {
        using var scope = torch.NewDisposeScope();
        var x = torch.tensor(3f, requires_grad: true);

        (x * x).backward();

        Assert.AreEqual(6f, x.grad!.item<float>());
    }
}
