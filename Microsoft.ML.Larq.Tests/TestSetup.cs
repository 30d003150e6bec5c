using Microsoft.ML.Larq.Tensors;
using TorchSharp;

namespace Microsoft.ML.Larq.Tests;

[TestClass]
public static class TestSetup
{
    [AssemblyInitialize]
    public static void Begin(TestContext context)
    {
        NullReferenceWatch.Begin();

        // Networks of a few hundred weights are slower on many threads, and far slower on a machine that is busy
        // elsewhere.
        torch.set_num_threads(1);
    }

    // Tests call libtorch themselves too, on whatever thread they are given.
    [GlobalTestInitialize]
    public static void MakeRoomForSignals(TestContext context) => SignalStack.Enlarge();

    [GlobalTestCleanup]
    public static void CheckForNullReferences(TestContext context) => NullReferenceWatch.Check();
}
