using System.Runtime.CompilerServices;
using Microsoft.ML.Larq.Metrics;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Quantizers;
using Microsoft.ML.Larq.Tests.Tensors;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Tests.Quantizers;

[TestClass]
public class QuantizerModuleTests
{
    [TestMethod]
    public void Forward_WithAndWithoutAutograd_GivesEqualValues()
    {
        using var scope = NewDisposeScope();
        using var quantizer = new SteSign();
        var x = tensor(QuantizerProbe.Values(1), requires_grad: true);
        var trained = quantizer.call(x);
        quantizer.eval();
        var evaluated = quantizer.call(x);
        using var noGrad = no_grad();
        var bare = quantizer.call(x);
        Assert.IsTrue(trained.requires_grad);
        Assert.IsFalse(bare.requires_grad);
        CollectionAssert.AreEqual(trained.data<float>().ToArray(), evaluated.data<float>().ToArray());
        CollectionAssert.AreEqual(trained.data<float>().ToArray(), bare.data<float>().ToArray());
    }

    [TestMethod]
    public void Backward_InEvaluationMode_StillUsesThePseudoGradient()
    {
        using var quantizer = new SteSign();
        quantizer.eval();
        CollectionAssert.AreEqual(
            new[] { 3f, 0f }, QuantizerProbe.Run(quantizer, [0.5f, 1.5f], [3f, 3f]).Gradient);
    }

    [TestMethod]
    public void Backward_OfTheGradient_DifferentiatesTheSlope()
    {
        // d/dx of 2·(1 − |x|) is −2·sign(x): the gradient itself is differentiable where asked for.
        using var scope = NewDisposeScope();
        using var quantizer = new ApproxSign();
        var x = tensor(new[] { 0.5f, -0.25f, 2f }, requires_grad: true);
        var first = autograd.grad([quantizer.call(x).sum()], [x], create_graph: true)[0];
        var second = autograd.grad([first.sum()], [x])[0];
        CollectionAssert.AreEqual(new[] { -2f, 2f, 0f }, second.data<float>().ToArray());
    }

    [TestMethod]
    [DataRow(ScalarType.Float64)]
    [DataRow(ScalarType.BFloat16)]
    public void Forward_OtherDtypes_KeepTheirs(ScalarType dtype)
    {
        using var scope = NewDisposeScope();
        using var quantizer = new SteSign();
        var x = tensor(new[] { -0.5, 0.5, 2.0 }).to(dtype).detach().requires_grad_(true);
        var y = quantizer.call(x);
        y.backward([tensor(new[] { 3.0, 4.0, 5.0 }).to(dtype)]);
        Assert.AreEqual(dtype, y.dtype);
        Assert.AreEqual(dtype, x.grad!.dtype);
        CollectionAssert.AreEqual(
            new[] { 3.0, 4.0, 0.0 }, x.grad!.to(ScalarType.Float64).data<double>().ToArray());
    }

    [TestMethod]
    public void Backward_UnusedOutput_LeavesNoGradient()
    {
        using var scope = NewDisposeScope();
        using var quantizer = new SteSign();
        var x = tensor(new[] { 0.5f }, requires_grad: true);
        using (var unused = quantizer.call(x))
            Assert.IsTrue(unused.requires_grad);
        x.sum().backward();
        Assert.AreEqual(1f, x.grad!.item<float>());
    }

    // On a CPU, autograd's backward runs on the thread that asked for it; the metrics' locks cover other devices.
    [TestMethod]
    public void Backward_OnCpu_RunsOnTheCallingThread()
    {
        using var quantizer = new Doubling();
        CollectionAssert.AreEqual(new[] { 6f }, QuantizerProbe.Run(quantizer, [1f], [3f]).Gradient);
        Assert.AreEqual(Environment.CurrentManagedThreadId, quantizer.BackwardThread);
    }

    [TestMethod]
    public void FlipRatio_InTraining_CountsStepsOnly()
    {
        using var scope = NewDisposeScope();
        using var quantizer = new SteSign { Metrics = { new FlipRatio() } };
        var kernel = tensor(new[] { 0.1f, -0.1f, 0.1f, 0.1f }, requires_grad: true);
        quantizer.call(kernel);
        using (no_grad())
        {
            kernel.neg_();
            quantizer.call(kernel);
            kernel[0] = 0.1f;
        }

        quantizer.eval();
        quantizer.call(kernel);
        Assert.AreEqual(1, quantizer.Metrics.Get<FlipRatio>()!.Count);
        quantizer.train();
        quantizer.call(kernel);
        Assert.AreEqual(2, quantizer.Metrics.Get<FlipRatio>()!.Count);
        Assert.AreEqual(0.75, quantizer.Metrics.Get<FlipRatio>()!.Result);
    }

    [TestMethod]
    public void Steps_InADisposeScope_LeaveNoTensorBehind()
    {
        using var layer = new Microsoft.ML.Larq.Layers.QuantConv2D(
            2, 4, (3, 3), padding: PadMode.Same, padValue: 1,
            inputQuantizer: new ApproxSign { Metrics = { new GradientFlow() } },
            kernelQuantizer: new SteSign { Metrics = { new GradientFlow(), new FlipRatio() } });
        using var normalization = new Microsoft.ML.Larq.Layers.BatchNormalization(4);
        using var dropout = new Microsoft.ML.Larq.Layers.SeededDropout(0.5);
        using var optimizer = optim.SGD([.. layer.parameters(), .. normalization.parameters()], 0.1);
        Leaks.AssertNone(Step);

        void Step()
        {
            using var scope = NewDisposeScope();
            optimizer.zero_grad();
            var x = ones(3, 2, 5, 5).requires_grad_(true);
            dropout.call(normalization.call(layer.call(x))).square().sum().backward();
            optimizer.step();
            _ = ((QuantizerModule)layer.KernelQuantizer!).Metrics.Get<FlipRatio>()!.Result;
        }
    }

    [TestMethod]
    public void Graph_OnceGone_HoldsTheQuantizerNoLonger()
    {
        var quantizer = RunOnce();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        Assert.IsFalse(quantizer.IsAlive);

        [MethodImpl(MethodImplOptions.NoInlining)]
        static WeakReference RunOnce()
        {
            var quantizer = new SteSign();
            QuantizerProbe.Run(quantizer, [1f], [1f]);
            return new WeakReference(quantizer);
        }
    }

    private sealed class Doubling() : QuantizerModule(nameof(Doubling))
    {
        public int BackwardThread { get; private set; }

        protected override Tensor Quantize(Tensor input) => input.mul(2);

        protected override Tensor PseudoGradient(Tensor input, Tensor upstream)
        {
            BackwardThread = Environment.CurrentManagedThreadId;
            return upstream.mul(2);
        }
    }
}
