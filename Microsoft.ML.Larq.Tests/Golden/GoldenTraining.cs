using Microsoft.ML.Data;
using Microsoft.ML.Larq.Checkpoints;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Optimizers;
using Microsoft.ML.Larq.Tests.Training.Callbacks;
using Microsoft.ML.Larq.Training;

namespace Microsoft.ML.Larq.Tests.Golden;

/// <summary>A training whose every number is exact, so that all processors reach the same weights.</summary>
/// <remarks>
/// Features are halves; kernels count as ±1, so that outputs are small whole numbers and gradients halves; the rate is
/// 1/64, the momentum 1/2, and eight steps take one more bit each: nothing is ever rounded in single precision, in
/// whatever order it is added up. The layer that drops values drops one in 10⁹, so that its generator is there and
/// changes nothing.
/// </remarks>
internal static class GoldenTraining
{
    public const string Checkpoint = "checkpoint";

    public static BinarizedNetworkTransformer Fit(Action<BinarizedNetworkTrainer.Options> change)
    {
        var context = new MLContext(seed: 1);
        var rows = context.Data.LoadFromEnumerable(Enumerable.Range(0, 8).Select(i => new Row
        {
            Features = [.. Enumerable.Range(0, 6).Select(j => ((((i * 5) + (j * 3) + (i * j)) % 7) - 3) / 2f)],
            Label = i is 0 or 3 or 4 or 6,
        }));
        var options = new BinarizedNetworkTrainer.Options
        {
            Network = Network,
            StartWeights = Start,
            Loss = LossFunction.SquaredHinge,
            Optimizer = Optimize.Sgd(1 / 64f, momentum: 0.5),
            Epochs = 4,
            BatchSize = 4,
            Seed = 7,
            NumberOfThreads = 1,
            BFloat16 = false,
            ValidationSet = rows,
            Callbacks = [new EarlyStopping("Validation Loss", patience: 100)],
        };
        change(options);
        return context.Larq().BinaryNet(options).Fit(rows);
    }

    /// <summary>The same, which ends with an error in the third epoch and leaves a checkpoint of the second.</summary>
    public static void Interrupt(string folder) => Assert.ThrowsExactly<TimeoutException>(() => Fit(options =>
    {
        options.Checkpoints = new CheckpointOptions(folder, keep: 1);
        options.Callbacks =
        [
            .. options.Callbacks,
            new Hooks
            {
                BatchEnd = training =>
                {
                    if (training.Progress.Epoch == 3) throw new TimeoutException();
                },
            },
        ];
    }));

    private static NetworkTensor Network(NetworkTensor input, int outputs) => input
        .QuantDense(8, kernelQuantizer: "ste_sign", useBias: false, name: "hidden").Dropout(1e-9f, name: "dropped")
        .QuantDense(outputs, "ste_sign", "ste_sign", useBias: false, name: "last");

    private static NetworkWeights Start => new(
    [
        KeyValuePair.Create("hidden/kernel", Weights(new TensorShape(6, 8))),
        KeyValuePair.Create("last/kernel", Weights(new TensorShape(8, 1))),
    ]);

    private static WeightArray Weights(TensorShape shape) =>
        new(shape, [.. Enumerable.Range(0, shape.Size).Select(i => ((((i * 7) + (i / 3)) % 9) - 4) / 8f)]);

    private sealed class Row
    {
        [VectorType(6)]
        public float[] Features { get; set; } = [];

        public bool Label { get; set; }
    }
}
