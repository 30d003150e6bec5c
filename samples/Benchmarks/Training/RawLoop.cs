using FashionMnist;
using static TorchSharp.torch;

namespace Larq.Benchmarks;

/// <summary>
/// The loop that one writes around <see cref="RawNetwork"/>: all data in one tensor, batches are views.
/// </summary>
internal sealed class RawLoop : IDisposable
{
    private readonly RawNetwork _network = new();
    private readonly optim.Optimizer _optimizer;
    private readonly Tensor _images;
    private readonly Tensor _labels;

    public RawLoop(IReadOnlyList<FashionImage> images)
    {
        var names = images.Select(image => image.Label).Distinct().ToList();
        _images = tensor(images.SelectMany(image => image.Pixels).ToArray())
            .reshape(images.Count, 1, FashionImage.Side, FashionImage.Side);
        _labels = tensor(images.Select(image => (long)names.IndexOf(image.Label)).ToArray());
        _optimizer = optim.Adam(_network.parameters(), 0.002);
    }

    /// <summary>Trains once through the data.</summary>
    public void Epoch(int batchSize)
    {
        _network.train();
        for (var row = 0L; row < _images.size(0); row += batchSize)
        {
            using var scope = NewDisposeScope();
            var count = Math.Min(batchSize, _images.size(0) - row);
            Step(_images.narrow(0, row, count), _labels.narrow(0, row, count));
        }
    }

    /// <summary>Takes one step.</summary>
    public void Step(Tensor images, Tensor labels)
    {
        using var scope = NewDisposeScope();
        _optimizer.zero_grad();
        nn.functional.cross_entropy(_network.call(images), labels).backward();
        _optimizer.step();
    }

    public void Dispose()
    {
        _optimizer.Dispose();
        _network.Dispose();
        _images.Dispose();
        _labels.Dispose();
    }
}
