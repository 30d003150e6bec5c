using Microsoft.ML.Data;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Progress;
using Microsoft.ML.Larq.Training;

namespace Microsoft.ML.Larq.Tests.Signals;

/// <summary>A training of small images, which dereferences null wherever code of a user's own runs.</summary>
internal sealed class Training(bool? bfloat16)
{
    [ThreadStatic]
    private static string? _who;

    /// <summary>Trains, and dereferences null during it and afterwards, on this thread.</summary>
    public void Run(string who)
    {
        _who = who;
        var context = new MLContext();
        var options = new BinarizedNetworkTrainer.Options
        {
            Seed = 5,
            Epochs = 2,
            BatchSize = 16,
            BFloat16 = bfloat16,
            NumberOfThreads = 2,
            Image = new ImageShape(8, 8, 1),
            Network = Network,
            Augmentation = [new Faulty()],
            Callbacks = [new Caller()],
            Progress = new Listener(),
            ValidationSet = context.Data.LoadFromEnumerable(Row.Make(16)),
        };
        context.Larq().BinaryNet(options).Fit(context.Data.LoadFromEnumerable(Row.Make(64)));
        Dereference("afterwards");
    }

    /// <summary>Dereferences null, on the thread that trains; on any other the place is not known.</summary>
    public static void Dereference(string place) => Null.Dereference($"{_who ?? "another thread"}, {place}");

    // The middle layer multiplies in bfloat16: 32 channels of ±1 on both sides.
    private static NetworkTensor Network(NetworkTensor input, int outputs)
    {
        Dereference("network");
        return input
            .Conv2D(32, 3, padding: PadMode.Same, useBias: false).BatchNormalization()
            .QuantConv2D(32, 3, padding: PadMode.Same, padValue: 1, inputQuantizer: "ste_sign",
                kernelQuantizer: "ste_sign", useBias: false).BatchNormalization()
            .GlobalAveragePool().QuantDense(outputs, kernelQuantizer: new FaultySignQuantizer());
    }

    private sealed class Listener : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => Dereference("progress");
    }

    private sealed class Caller : TrainingCallback
    {
        public override void OnTrainBegin(TrainingContext training) => Dereference("beginning");

        public override void OnBatchEnd(TrainingContext training) => Dereference("batch");

        public override void OnEpochEnd(TrainingContext training) => Dereference("epoch");
    }

    private sealed record Faulty : ImageAugmentation
    {
        public override void Apply(Span<float> image, TensorShape shape, Random random) => Dereference("augmentation");
    }

    private sealed class Row
    {
        public bool Label { get; set; }

        [VectorType(64)]
        public float[] Features { get; set; } = [];

        public static IEnumerable<Row> Make(int count) => Enumerable.Range(0, count).Select(i => new Row
        {
            Label = i % 2 == 0,
            Features = [.. Enumerable.Range(0, 64).Select(j => MathF.Sin((i * 7.3f) + (j * (1 + (i % 2)))))],
        });
    }
}
