using System.Runtime.CompilerServices;
using Microsoft.ML.Larq.Checkpoints;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Quantizers;
using Microsoft.ML.Larq.Tests.Layers;
using Microsoft.ML.Larq.Tests.Training.Callbacks;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Tests.Training;

/// <summary>A quantizer of the user's that draws from Torch's own generator: the training's seed decides.</summary>
[TestClass]
[DoNotParallelize] // Torch's generator is the process's
public class DrawingQuantizerTests
{
    private readonly MLContext _context = new(seed: 1);

    [ModuleInitializer]
    internal static void Register()
    {
        Quantizer.Register("drawn_sign", _ => new DrawnSignQuantizer());
        QuantizerModules.Register<DrawnSignQuantizer>((_, _) => new DrawnSign());
    }

    [TestMethod]
    public void Fit_SameSeed_GivesTheSameBytesAndLeavesTheGenerator()
    {
        using var scope = NewDisposeScope();
        manual_seed(5);
        var expected = rand(4).Values();
        manual_seed(5);
        var first = Trainers.Bytes(Trainers.Fit(_context, Options()));
        CollectionAssert.AreEqual(expected, rand(4).Values());
        CollectionAssert.AreEqual(first, Trainers.Bytes(Trainers.Fit(_context, Options())));
        var other = Options();
        other.Seed = 2;
        CollectionAssert.AreNotEqual(first, Trainers.Bytes(Trainers.Fit(_context, other)));
    }

    [TestMethod]
    public void Fit_Resumed_GivesTheSameBytesAsAnUninterruptedRun()
    {
        var whole = Trainers.Bytes(Trainers.Fit(_context, Options()));
        var folder = Directory.CreateTempSubdirectory("larq-drawn");
        var broken = Options();
        broken.Checkpoints = new CheckpointOptions(folder.FullName);
        broken.Callbacks = [new Hooks
        {
            EpochEnd = training =>
            {
                if (training.Progress.Epoch == 2) throw new TimeoutException();
            },
        }];
        Assert.ThrowsExactly<TimeoutException>(() => Trainers.Fit(_context, broken));
        var resumed = Options();
        resumed.ResumeFrom = folder.FullName;
        CollectionAssert.AreEqual(whole, Trainers.Bytes(Trainers.Fit(_context, resumed)));
        folder.Delete(recursive: true);
    }

    private static BinarizedNetworkTrainer.Options Options()
    {
        var options = Trainers.Options();
        options.Network = (input, outputs) => input
            .QuantDense(32, kernelQuantizer: "drawn_sign", name: "hidden").BatchNormalization()
            .QuantDense(outputs, "ste_sign", "ste_sign");
        return options;
    }

    /// <summary>sign(x + noise) while training, sign(x) in evaluation.</summary>
    public sealed record DrawnSignQuantizer : CustomQuantizer
    {
        public override string Alias => "drawn_sign";

        public override int Precision => 1;

        public override Alphabet Alphabet => Alphabet.Signs;

        protected override void Quantize(
            ReadOnlySpan<float> values, TensorShape shape, QuantizerValues parameters, Span<float> quantized)
        {
            for (var i = 0; i < values.Length; i++) quantized[i] = values[i] >= 0 ? 1 : -1;
        }
    }

    private sealed class DrawnSign() : QuantizerModule(nameof(DrawnSign))
    {
        protected override Tensor Quantize(Tensor input)
        {
            using var noise = training ? rand_like(input).sub(0.5f) : zeros_like(input);
            return where(input.add(noise).ge(0), ones_like(input), ones_like(input).neg());
        }

        protected override Tensor PseudoGradient(Tensor input, Tensor upstream) => upstream.alias();
    }
}
