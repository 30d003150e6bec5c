using TorchSharp;

namespace Microsoft.ML.Larq.Tests.Signals;

/// <summary>Trainings on threads of every kind.</summary>
internal static class Trainings
{
    /// <summary>Trains on all of them.</summary>
    /// <param name="bfloat16">The option.</param>
    /// <param name="asWithTiles">Whether threads are left the room that AMX tiles leave, before they train.</param>
    public static void Run(bool? bfloat16, bool asWithTiles)
    {
        FaultySignQuantizer.Register();
        var training = new Training(bfloat16);
        Train("main");
        Train("main again");
        Threads.Run(() =>
        {
            Multiply();
            Train("after libtorch");
        });
        Task.Run(() => Train("pool")).Wait();
        using var start = new Barrier(3);
        Threads.Run([.. Enumerable.Range(1, 3).Select(number => (Action)(() =>
        {
            start.SignalAndWait();
            Train($"together {number}");
        }))]);
        Null.Dereference("main, at the end");

        void Train(string who)
        {
            if (asWithTiles && AlternateStack.Current.Size < 1 << 16) AlternateStack.ShrinkAsTilesDo();
            training.Run(who);
        }
    }

    // What plain TorchSharp does, large enough for tiles.
    private static void Multiply()
    {
        using var scope = torch.NewDisposeScope();
        var matrix = torch.ones([256, 256], torch.ScalarType.BFloat16);
        matrix.matmul(matrix);
    }
}
