using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace Microsoft.ML.Larq.Tests;

/// <summary>Fails a test during which a null was dereferenced anywhere in the process, whoever caught that.</summary>
/// <remarks>
/// It is never control flow, and on a thread whose signal stack is too small the process ends before anyone can catch
/// it. Tests that mean it run in a process of their own.
/// </remarks>
internal static class NullReferenceWatch
{
    private static readonly ConcurrentQueue<string> Seen = [];

    public static void Begin() => AppDomain.CurrentDomain.FirstChanceException += Look;

    public static void Check()
    {
        var seen = Seen.ToArray();
        Seen.Clear();
        if (seen.Length > 0) Assert.Fail($"A null was dereferenced {seen.Length} times; the first time:\n{seen[0]}");
    }

    private static void Look(object? sender, FirstChanceExceptionEventArgs raised)
    {
        if (raised.Exception is NullReferenceException) Seen.Enqueue($"{new StackTrace(1)}");
    }
}
