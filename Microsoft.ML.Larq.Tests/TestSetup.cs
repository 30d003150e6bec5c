using TorchSharp;

namespace Microsoft.ML.Larq.Tests;

[TestClass]
public static class TestSetup
{
    // Networks of a few hundred weights are slower on many threads, and far slower on a machine that is busy elsewhere.
    [AssemblyInitialize]
    public static void UseOneThread(TestContext context) => torch.set_num_threads(1);
}
