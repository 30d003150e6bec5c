using System.Runtime.CompilerServices;

namespace Microsoft.ML.Larq.Tests.Signals;

/// <summary>The null that is dereferenced.</summary>
internal static class Null
{
    /// <summary>Dereferences it, and says so afterwards, if there is an afterwards.</summary>
    public static void Dereference(string place)
    {
        try
        {
            _ = Length(null);
        }
        catch (NullReferenceException)
        {
            Console.WriteLine($"caught: {place}");
        }
    }

    // Compiled on its own, so that the processor finds the null.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Length(string? text) => text!.Length;
}
