using Microsoft.ML.Larq.Layers;
using Microsoft.ML.Larq.Quantizers;
using Microsoft.ML.Larq.Tests.Signals;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Tests.Tensors;

/// <summary>The alternate stack that a thread gets, and when.</summary>
[TestClass]
[LinuxX64Condition]
public class SignalStackTests
{
    private const int AtLeast = 256 << 10;

    /// <summary>Every module that multiplies, with nothing else in it, and a quantizer.</summary>
    public static IEnumerable<object[]> Modules =>
    [
        Case(nameof(QuantDense), () => (new QuantDense(4, 3), zeros(2, 4))),
        Case(nameof(QuantConv1D), () => (new QuantConv1D(2, 3, 1), zeros(1, 2, 4))),
        Case(nameof(QuantConv2D), () => (new QuantConv2D(2, 3, 1), zeros(1, 2, 4, 4))),
        Case(nameof(QuantConv3D), () => (new QuantConv3D(2, 3, 1), zeros([1, 2, 4, 4, 4]))),
        Case(nameof(QuantDepthwiseConv2D), () => (new QuantDepthwiseConv2D(2, 1), zeros(1, 2, 4, 4))),
        Case(nameof(QuantSeparableConv1D), () => (new QuantSeparableConv1D(2, 3, 1), zeros(1, 2, 4))),
        Case(nameof(QuantSeparableConv2D), () => (new QuantSeparableConv2D(2, 3, 1), zeros(1, 2, 4, 4))),
        Case(nameof(QuantConv2DTranspose), () => (new QuantConv2DTranspose(2, 3, 1), zeros(1, 2, 4, 4))),
        Case(nameof(QuantConv3DTranspose), () => (new QuantConv3DTranspose(2, 3, 1), zeros([1, 2, 4, 4, 4]))),
        Case(nameof(QuantLocallyConnected1D), () => (new QuantLocallyConnected1D(4, 2, 3, 1), zeros(1, 2, 4))),
        Case(nameof(QuantLocallyConnected2D), () => (new QuantLocallyConnected2D((4, 4), 2, 3, 1), zeros(1, 2, 4, 4))),
        Case(nameof(BlurPool2D), () => (new BlurPool2D(2), zeros(1, 2, 4, 4))),
        Case(nameof(SteSign), () => (new SteSign(), zeros(2))),
        Case(nameof(NoOp), () => (new NoOp(1), zeros(2))),
    ];

    [TestMethod]
    [DynamicData(nameof(Modules))]
    public void Module_OnANewThread_MakesRoom(
        string name, Func<(nn.Module<Tensor, Tensor> Module, Tensor Input)> make)
    {
        using var scope = NewDisposeScope();
        var (module, input) = make();
        using var held = module;
        var (before, after) = OnANewThread(() =>
        {
            using var inner = NewDisposeScope();
            module.call(input);
        });
        Assert.IsLessThan(AtLeast, before.Size, name);
        Assert.IsGreaterThanOrEqualTo(AtLeast, after.Size, name);
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void Backward_OnAThreadWithoutAForward_MakesRoom(bool padded)
    {
        using var scope = NewDisposeScope();
        using var convolution = new QuantConv2D(
            1, 1, 3, padding: Larq.Networks.PadMode.Same, padValue: 1, inputQuantizer: new SteSign(),
            kernelQuantizer: new SteSign());
        convolution.UseBFloat16 = padded;
        using var sign = new SteSign();
        var input = zeros([1, 1, 4, 4], requires_grad: true);
        var loss = (padded ? convolution.call(input) : sign.call(input)).sum();
        var (before, after) = OnANewThread(() => loss.backward());
        Assert.IsNotNull(input.grad);
        Assert.IsLessThan(AtLeast, before.Size);
        Assert.IsGreaterThanOrEqualTo(AtLeast, after.Size);
    }

    [TestMethod]
    public void Fit_OnANewThread_MakesRoomBeforeTheNetworkIsAskedFor()
    {
        var seen = default(AlternateStack.Values);
        var options = Trainers.Options();
        options.Network = (input, outputs) =>
        {
            seen = AlternateStack.Current;
            return Trainers.Small(input, outputs);
        };
        var (_, after) = OnANewThread(() => Trainers.Fit(new MLContext(), options));
        Assert.IsGreaterThanOrEqualTo(AtLeast, seen.Size);
        Assert.AreEqual(seen, after, "The stack stays, for the state of the processor does.");
    }

    [TestMethod]
    public void Stack_OfAPreparedThread_IsLargeAndGuarded() => Threads.Run(() =>
    {
        Threads.UseAQuantizer();
        var stack = AlternateStack.Current;
        var page = Environment.SystemPageSize;
        Assert.AreEqual(0, stack.Flags);
        Assert.AreEqual(0, stack.Size % page);
        Assert.IsGreaterThanOrEqualTo(AtLeast + AlternateStack.LargestFrame, stack.Size);
        foreach (var mapping in AlternateStack.Mappings(stack.Start, stack.Start + stack.Size))
            Assert.AreEqual("rw-p", mapping.Access);
        var guard = AlternateStack.Mappings(stack.Start - page, stack.Start).Single();
        Assert.AreEqual("---p", guard.Access);
        Assert.AreEqual(stack.Start, guard.To);
        Threads.UseAQuantizer();
        Assert.AreEqual(stack, AlternateStack.Current, "Once a thread.");
    });

    [TestMethod]
    public void Stack_LargeOneOfAnother_Stays() => Threads.Run(() =>
    {
        AlternateStack.SetOwn(AtLeast);
        var own = AlternateStack.Current;
        Threads.UseAQuantizer();
        Assert.AreEqual(own, AlternateStack.Current);
    });

    [TestMethod]
    public void Stack_SmallOneOfAnother_IsReplacedAndStaysMapped() => Threads.Run(() =>
    {
        const int size = 16 << 10;
        var memory = AlternateStack.SetOwn(size);
        Threads.UseAQuantizer();
        Assert.IsGreaterThanOrEqualTo(AtLeast, AlternateStack.Current.Size);
        System.Runtime.InteropServices.Marshal.WriteByte(memory, 1);
        System.Runtime.InteropServices.Marshal.WriteByte(memory, size - 1, 1);
    });

    [TestMethod]
    public void Test_OnTheThreadItRunsOn_HasRoom() =>
        Assert.IsGreaterThanOrEqualTo(AtLeast, AlternateStack.Current.Size);

    [TestMethod]
    [Timeout(60_000)]
    public void Test_WithATimeLimit_HasRoom() =>
        Assert.IsGreaterThanOrEqualTo(AtLeast, AlternateStack.Current.Size);

    private static object[] Case(string name, Func<(nn.Module<Tensor, Tensor> Module, Tensor Input)> make) =>
        [name, make];

    private static (AlternateStack.Values Before, AlternateStack.Values After) OnANewThread(Action work)
    {
        var (before, after) = (default(AlternateStack.Values), default(AlternateStack.Values));
        Threads.Run(() =>
        {
            before = AlternateStack.Current;
            work();
            after = AlternateStack.Current;
        });
        return (before, after);
    }
}
