using Microsoft.ML.Larq.Networks.Text;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Larq.Hosting;

/// <summary>What an ML.NET environment knows but shows only to its own assemblies.</summary>
/// <remarks>
/// Ask the environment that the user gave or a host registered on it: a host registered on a host forgets the temp
/// folder. An <see cref="MLContext"/> itself is never cancelled, only hosts registered before the call.
/// </remarks>
internal static class HostServices
{
    /// <summary>The seed of the context; null when it was made without.</summary>
    public static int? Seed(IHostEnvironment environment) => Inside(environment).Seed;

    /// <summary>The device the user asked for; null is the CPU.</summary>
    public static int? GpuDeviceId(IHostEnvironment environment) => Inside(environment).GpuDeviceId;

    /// <summary>Whether to use the CPU where that device cannot be used.</summary>
    public static bool FallbackToCpu(IHostEnvironment environment) => Inside(environment).FallbackToCpu;

    /// <summary>The folder for temporary files.</summary>
    public static string TempFolder(IHostEnvironment environment) => Inside(environment).TempFilePath;

    /// <summary>Throws where the context was told to stop after this host was registered.</summary>
    /// <exception cref="OperationCanceledException">The context was told to stop.</exception>
    public static void CheckAlive(IHost host) => host.CheckAlive();

    /// <summary>
    /// Writes one line to <c>mlContext.Log</c>; braces are printed, and control characters in names are made visible.
    /// </summary>
    public static void Info(IChannel channel, string message) =>
        channel.Info(MessageSensitivity.None, VisibleText.Of(message));

    /// <inheritdoc cref="Info"/>
    public static void Trace(IChannel channel, string message) =>
        channel.Trace(MessageSensitivity.None, VisibleText.Of(message));

    /// <inheritdoc cref="Info"/>
    public static void Warning(IChannel channel, string message) =>
        channel.Warning(MessageSensitivity.None, VisibleText.Of(message));

    /// <summary>A context: the environment itself, or one for work that asks nothing of an environment.</summary>
    public static MLContext Context(IHostEnvironment environment) => environment as MLContext ?? new MLContext();

    private static IHostEnvironmentInternal Inside(IHostEnvironment environment) =>
        environment as IHostEnvironmentInternal
            ?? throw new ArgumentException(
                "The environment is an MLContext or a host registered on one, " +
                $"got {environment?.GetType().FullName ?? "null"}.",
                nameof(environment));
}
