using Microsoft.ML.Larq.Layers;
using Microsoft.ML.Larq.Quantizers;
using static TorchSharp.torch;

namespace Larq.Benchmarks;

/// <summary>
/// A wide binary dense layer over a thermometer's signs, forward and backward to its kernel: as it trains, and by
/// Torch's float products, which it makes where its input wants a gradient.
/// </summary>
internal static class WideDense
{
    private const int Batch = 64;
    private const int Signs = 6_576;
    private const int Units = 512;

    public static IEnumerable<Row> Rows(bool quick)
    {
        foreach (var (name, dropped) in new[] { ("", 0.0), ("-dropped", 0.3) })
        {
            yield return Measure("wide-dense" + name, dropped, quick, backward: true);
            yield return Measure("wide-sums" + name, dropped, quick, backward: false);
        }
    }

    private static Row Measure(string id, double dropped, bool quick, bool backward)
    {
        using var scope = NewDisposeScope();
        using var layer = new QuantDense(Signs, Units, useBias: false, kernelQuantizer: new SteSign());
        var input = rand(Batch, Signs).sub(0.5).sign().mul(rand(Batch, Signs).ge(dropped)).div(1 - dropped);
        var upstream = randn(Batch, Units);
        var seconds = Stopwatches.InTurns(
            quick ? 15 : 40, 0.005, least: false, () => Step(Sums), () => Step(() => nn.functional.linear(
                input, layer.KernelQuantizer!.call(layer.Kernel))));
        return new Row(id, 1e3 * seconds[0], "ms", "float products", 1e3 * seconds[1]) { LessIsBetter = true };

        Tensor Sums() => layer.call(input);

        void Step(Func<Tensor> sums)
        {
            using var step = NewDisposeScope();
            var y = sums();
            if (backward) y.backward([upstream]);
        }
    }
}
