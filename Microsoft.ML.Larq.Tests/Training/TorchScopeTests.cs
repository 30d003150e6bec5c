using Microsoft.ML.Larq.Checkpoints;
using Microsoft.ML.Larq.Tests.Training.Callbacks;
using TorchSharp;

namespace Microsoft.ML.Larq.Tests.Training;

/// <summary>Fit gives the same whatever its caller has made of Torch, and leaves that as it found it.</summary>
[TestClass]
[DoNotParallelize] // Torch's default type and device are the process's
public class TorchScopeTests
{
    private readonly MLContext _context = new(seed: 1);

    public static IEnumerable<object[]> Cases =>
        from state in TorchStates.All
        from entry in Entries.Keys
        select new object[] { entry, state };

    /// <summary>Every way to a training.</summary>
    private static Dictionary<string, Func<MLContext, BinarizedNetworkTransformer>> Entries { get; } = new()
    {
        ["trainer"] = context => Trainers.Fit(context, WithValidation(context, Trainers.Options())),
        ["regression"] = context => Trainers.Fit(context, WithValidation(context, Trainers.Options("Target"))),
        ["trained further"] = context =>
        {
            var first = Trainers.Fit(context, Trainers.Options());
            return context.Larq().BinaryNet(Trainers.Options()).Fit(Trainers.Table(context), first);
        },
        ["start weights and teacher"] = context =>
        {
            var first = Trainers.Fit(context, Trainers.Options());
            var options = Trainers.Options();
            (options.StartWeights, options.Distillation) = (first.Weights, new Distillation(first));
            return Trainers.Fit(context, options);
        },
        ["stages"] = context => context.Larq().BinaryNetInStages(
            ("a", _ => Trainers.Options()),
            ("b", earlier =>
            {
                var options = Trainers.Options();
                options.StartWeights = earlier["a"].Weights;
                return options;
            }
        )).Fit(Trainers.Table(context)),
        ["own quantizer"] = context =>
        {
            var options = Trainers.Options();
            options.Network = (input, outputs) => input
                .QuantDense(16, kernelQuantizer: "shifted_sign(shift=0.25)").BatchNormalization()
                .QuantDense(outputs, "threshold_sign", "ste_sign");
            return Trainers.Fit(context, options);
        },
        ["checkpoints"] = context =>
        {
            var folder = Directory.CreateTempSubdirectory("larq-state");
            try
            {
                var options = Trainers.Options();
                (options.Checkpoints, options.GradientProbeInterval) = (new CheckpointOptions(folder.FullName), 1);
                Trainers.Fit(context, options);
                options.ResumeFrom = folder.FullName;
                return Trainers.Fit(context, options);
            }
            finally
            {
                folder.Delete(recursive: true);
            }
        },
    };

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void Fit_AnyState_GivesTheSameModelAndLeavesTheState(string entry, string state)
    {
        var expected = Trainers.Bytes(Entries[entry](_context));
        using var entered = TorchStates.Enter(state);
        var before = TorchStates.Now();
        var model = Trainers.Bytes(Entries[entry](_context));
        Assert.AreEqual(before, TorchStates.Now());
        CollectionAssert.AreEqual(expected, model);
    }

    [TestMethod]
    [DataRow("train begin")]
    [DataRow("epoch end")]
    [DataRow("batch end")]
    public void Fit_InsideACallback_TrainsBothAsAlone(string where)
    {
        var outer = Weights(Trainers.Fit(_context, Trainers.Options()));
        var inner = Weights(Trainers.Fit(_context, Trainers.Options("Target")));
        byte[]? found = null;
        var options = Trainers.Options();
        options.Callbacks = [new Recorder([], "")
        {
            Heard = call =>
            {
                if (call != where || found is not null) return;
                var before = TorchStates.Now();
                found = Weights(Trainers.Fit(_context, Trainers.Options("Target")));
                Assert.AreEqual(before, TorchStates.Now());
            },
        }];
        CollectionAssert.AreEqual(outer, Weights(Trainers.Fit(_context, options)));
        CollectionAssert.AreEqual(inner, found);
    }

    [TestMethod]
    public void Fit_ThatFails_LeavesTheState()
    {
        using var entered = TorchStates.Enter("all at once");
        var before = TorchStates.Now();
        var options = Trainers.Options();
        options.NumberOfThreads = 2;
        options.Callbacks = [new Hooks { EpochEnd = _ => throw new TimeoutException() }];
        Assert.ThrowsExactly<TimeoutException>(() => Trainers.Fit(_context, options));
        Assert.AreEqual(before, TorchStates.Now());
    }

    // What a callback leaves switched is switched back, and what it makes by the defaults fits the network.
    [TestMethod]
    public void Fit_CallbackThatLeavesModesOn_GoesOn()
    {
        var expected = Weights(Trainers.Fit(_context, Trainers.Options()));
        using var entered = TorchStates.Enter("all at once");
        var options = Trainers.Options();
        var left = new List<IDisposable>();
        var types = new HashSet<string>();
        options.Callbacks = [new Hooks
        {
            EpochEnd = _ =>
            {
                using var made = torch.zeros(2);
                types.Add($"{made.dtype} {made.device_type} {torch.is_grad_enabled()}");
                left.Add(torch.inference_mode());
            },
        }];
        CollectionAssert.AreEqual(expected, Weights(Trainers.Fit(_context, options)));
        Assert.AreEqual("Float32 CPU False", string.Join(", ", types));
        Assert.HasCount(3, left);
        foreach (var one in left) GC.SuppressFinalize(one); // its end would switch this thread's mode once more
    }

    // The first ends while the second has yet to train, and would leave it the caller's default type.
    [TestMethod]
    public void Fit_TwoThatOverlap_BothAreRightAndTheDefaultsAreBack()
    {
        var expected = Weights(Trainers.Fit(_context, Trainers.Options()));
        using var entered = TorchStates.Enter("Float64");
        using var secondRuns = new ManualResetEventSlim();
        using var firstIsOver = new ManualResetEventSlim();
        byte[]? second = null;
        var thread = new Thread(() =>
        {
            var waiting = Trainers.Options();
            waiting.Callbacks = [new Hooks
            {
                TrainBegin = _ =>
                {
                    secondRuns.Set();
                    firstIsOver.Wait(TimeSpan.FromMinutes(1));
                },
            }];
            second = Weights(Trainers.Fit(new MLContext(), waiting));
        });
        var options = Trainers.Options();
        options.Callbacks = [new Hooks
        {
            TrainBegin = _ =>
            {
                thread.Start();
                Assert.IsTrue(secondRuns.Wait(TimeSpan.FromMinutes(1)));
            },
        }];
        var first = Weights(Trainers.Fit(_context, options));
        firstIsOver.Set();
        thread.Join();
        CollectionAssert.AreEqual(expected, first);
        CollectionAssert.AreEqual(expected, second);
        Assert.AreEqual(torch.ScalarType.Float64, torch.get_default_dtype());
    }

    // Torch counts threads by thread, and for those that have not used it yet by what was set last.
    [TestMethod]
    public void Fit_NumberOfThreads_IsThatOfTheTrainingAlone()
    {
        int[] Elsewhere()
        {
            var counts = new int[1];
            var thread = new Thread(() => counts[0] = torch.get_num_threads());
            thread.Start();
            thread.Join();
            return counts;
        }

        var (before, others) = (torch.get_num_threads(), Elsewhere()[0]);
        var seen = new List<string>();
        var options = Trainers.Options(epochs: 1);
        options.NumberOfThreads = 3;
        options.Callbacks = [new Hooks
        {
            EpochEnd = _ =>
            {
                seen.Add($"{torch.get_num_threads()} {Elsewhere()[0]}");
                var inner = Trainers.Options(epochs: 1);
                inner.NumberOfThreads = 2;
                inner.Callbacks = [new Hooks { EpochEnd = _ => seen.Add($"{torch.get_num_threads()} inside") }];
                Trainers.Fit(_context, inner);
                seen.Add($"{torch.get_num_threads()} {Elsewhere()[0]}");
            },
        }];
        Trainers.Fit(_context, options);
        CollectionAssert.AreEqual(new[] { $"3 {others}", "2 inside", $"3 {others}" }, seen);
        Assert.AreEqual((before, others), (torch.get_num_threads(), Elsewhere()[0]));
    }

    // A model keeps its options too, callbacks among them.
    private static byte[] Weights(BinarizedNetworkTransformer model) => model.ToPayload().Weights;

    private static BinarizedNetworkTrainer.Options WithValidation(
        MLContext context, BinarizedNetworkTrainer.Options options)
    {
        options.ValidationSet = Trainers.Table(context);
        return options;
    }
}
