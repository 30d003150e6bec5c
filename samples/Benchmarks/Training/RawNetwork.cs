using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Larq.Benchmarks;

/// <summary>
/// The float network of samples/FashionMnist as somebody writes it by hand in TorchSharp: no quantizers, no metrics.
/// </summary>
internal sealed class RawNetwork : nn.Module<Tensor, Tensor>
{
    private readonly Conv2d _stem = nn.Conv2d(1, 64, 3, padding: 1, bias: false);
    private readonly BatchNorm2d _stemNorm = nn.BatchNorm2d(64);
    private readonly ModuleList<nn.Module<Tensor, Tensor>> _branches = [];
    private readonly Linear _head = nn.Linear(256, 10);

    public RawNetwork()
        : base("raw")
    {
        foreach (var filters in new[] { 64, 64, 64, 128, 128, 128, 256 })
        {
            _branches.Add(nn.Sequential(
                nn.ReLU(), nn.Conv2d(filters, filters, 3, padding: 1, bias: false), nn.BatchNorm2d(filters)));
        }

        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var x = nn.functional.max_pool2d(_stemNorm.call(_stem.call(input)), 2);
        foreach (var branch in _branches)
        {
            var filters = branch.parameters().First().size(0);
            if (filters != x.size(1))
            {
                // 7 × 7 to 4 × 4 needs a line more, as "same" pooling has it.
                var half = nn.functional.max_pool2d(x, 2, ceil_mode: true);
                x = cat([half, half], 1);
            }

            x = x + branch.call(x);
        }

        return _head.call(x.mean([2, 3])).MoveToOuterDisposeScope();
    }
}
