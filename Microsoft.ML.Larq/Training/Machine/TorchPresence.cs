using System.Reflection;

namespace Microsoft.ML.Larq.Training.Machine;

/// <summary>Says in one sentence what a program lacks that was published to score alone.</summary>
internal static class TorchPresence
{
    /// <exception cref="InvalidOperationException">TorchSharp's assembly is not there.</exception>
    public static void Require() => Require("TorchSharp");

    internal static void Require(string assembly)
    {
        try
        {
            _ = Assembly.Load(new AssemblyName(assembly));
        }
        catch (FileNotFoundException error)
        {
            throw new InvalidOperationException(
                $"Training needs {assembly}.dll, which is not beside this program: build it without LarqScoringOnly, "
                + "and with a libtorch package such as TorchSharp-cpu.", error);
        }
    }
}
