using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using Microsoft.ML.Larq.Quantizers;
using TorchSharp;

namespace Microsoft.ML.Larq.Tests.Signals;

/// <summary>Work on threads of their own.</summary>
internal static class Threads
{
    /// <summary>Runs all at the same time; throws what one of them threw.</summary>
    public static void Run(params Action[] works)
    {
        var errors = new ConcurrentQueue<Exception>();
        var threads = works.Select(work => new Thread(() => Try(work, errors))).ToArray();
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();
        if (errors.TryDequeue(out var error)) ExceptionDispatchInfo.Throw(error);
    }

    /// <summary>The least that runs libtorch through the library.</summary>
    public static void UseAQuantizer()
    {
        using var scope = torch.NewDisposeScope();
        using var quantizer = QuantizerModules.Create("ste_sign")!;
        quantizer.call(torch.zeros(2));
    }

    private static void Try(Action work, ConcurrentQueue<Exception> errors)
    {
        try
        {
            work();
        }
        catch (Exception error)
        {
            errors.Enqueue(error);
        }
    }
}
