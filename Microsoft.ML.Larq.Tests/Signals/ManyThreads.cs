using System.Globalization;

namespace Microsoft.ML.Larq.Tests.Signals;

/// <summary>Many threads, one after the other: nothing of theirs stays.</summary>
internal static class ManyThreads
{
    private const int AtOnce = 20;

    /// <summary>Says the mappings and the kilobytes of addresses before and after.</summary>
    public static void Run(int count)
    {
        Some(AtOnce * 5);
        Console.WriteLine($"before: {Held()}");
        Some(count);
        Console.WriteLine($"after: {Held()}");

        // A thread that lives on keeps its own, whatever is collected.
        Threads.UseAQuantizer();
        var own = AlternateStack.Current;
        Collect();
        Console.WriteLine(own.Equals(AlternateStack.Current) ? "kept" : "lost");
        Null.Dereference("main");
    }

    private static void Some(int count)
    {
        for (var done = 0; done < count; done += AtOnce)
            Threads.Run([.. Enumerable.Repeat<Action>(Threads.UseAQuantizer, AtOnce)]);
    }

    // A thread of the system's ends a little after the runtime's: one look more finds it gone.
    private static string Held()
    {
        for (var i = 0; i < 5; i++)
        {
            Collect();
            Thread.Sleep(20);
        }

        var size = File.ReadLines("/proc/self/status")
            .First(line => line.StartsWith("VmSize:", StringComparison.Ordinal));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{AlternateStack.AllMappings().Length} mappings, {size["VmSize:".Length..].Replace("kB", "").Trim()} kB");
    }

    private static void Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }
}
