using Microsoft.ML.Data;
using Microsoft.ML.Larq.Tests.Fuzz;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Tests.Quantizers;

/// <summary>
/// No exception crosses libtorch, which calls a quantizer's gradients: one of a user's own has to come out of training
/// all the same. In a process of its own, which would end.
/// </summary>
[TestClass]
public class FaultyGradientTests
{
    [TestMethod]
    public void Train_WithGradientsThatThrow_ThrowsIt()
    {
        var lines = ChildProcess.Run(Run, TimeSpan.FromMinutes(3));
        string[] wanted =
        [
            "null dereference: NullReferenceException", "exception: NotSupportedException gradients are not for today",
            "torch: ExternalException", "parameter: NotSupportedException nor for parameters",
            "no tensor: InvalidOperationException PseudoGradient of the quantizer 'FaultyGradient' gave null",
        ];
        foreach (var place in new[] { "kernel", "input", "probe", "loop" })
        {
            foreach (var want in wanted)
                Assert.IsTrue(lines.Any(line => line.StartsWith($"{place}, {want}", StringComparison.Ordinal)),
                    $"{place}, {want}: not in\n{string.Join('\n', lines)}");
        }

        Assert.Contains("afterwards: 4 epochs", lines);
        Assert.Contains("loop, afterwards: a gradient", lines);
    }

    private static void Run(string[] arguments)
    {
        FaultyGradientQuantizer.Register();
        foreach (var way in FaultyGradient.Ways.Skip(1))
        {
            Say($"kernel, {way}", () => Fit(input: "none", kernel: way));
            Say($"input, {way}", () => Fit(input: way, kernel: "none"));
            Say($"probe, {way}", () => Fit(input: "none", kernel: way, probes: true));
            Say($"loop, {way}", () =>
            {
                using var module = new FaultyGradient(way);
                Backward(module);
                module.call(ones(3));
            });
        }

        Console.WriteLine($"afterwards: {Fit("none", "none").History.Epochs} epochs");
        using var healthy = new FaultyGradient("none");
        Console.WriteLine($"loop, afterwards: {(Backward(healthy) ? "a" : "no")} gradient");
    }

    private static bool Backward(FaultyGradient module)
    {
        using var input = ones(3, requires_grad: true);
        module.call(input).sum().backward();
        return input.grad is not null;
    }

    private static void Say(string what, Action act)
    {
        try
        {
            act();
            Console.WriteLine($"{what}: nothing");
        }
        catch (Exception error)
        {
            Console.WriteLine($"{what}: {error.GetType().Name} {error.Message.Split('\n')[0]}");
        }
    }

    private static BinarizedNetworkTransformer Fit(string input, string kernel, bool probes = false)
    {
        var context = new MLContext(1);
        var rows = Enumerable.Range(0, 32).Select(i => new Row
        {
            Label = i % 2 == 0,
            Features = [.. Enumerable.Range(0, 4).Select(j => MathF.Sin((i * 3) + j))],
        });
        return context.Larq().BinaryNet(new BinarizedNetworkTrainer.Options
        {
            Epochs = 4,
            BatchSize = 8,
            GradientProbeInterval = probes ? 1 : 0,
            Network = (x, outputs) => x.Dense(8).QuantDense(
                outputs,
                inputQuantizer: new FaultyGradientQuantizer(input),
                kernelQuantizer: new FaultyGradientQuantizer(kernel)),
        }).Fit(context.Data.LoadFromEnumerable(rows));
    }

    private sealed class Row
    {
        public bool Label { get; set; }

        [VectorType(4)]
        public float[] Features { get; set; } = [];
    }
}
