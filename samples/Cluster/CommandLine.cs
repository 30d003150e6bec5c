using System.Globalization;
using Microsoft.ML.Larq.Clusters;

namespace ClusterSample;

/// <summary>What the program is asked for.</summary>
internal sealed record CommandLine
{
    public int Epochs { get; private init; } = 3;

    /// <summary>Whether it is the images of clothing, in the folder of Debian's package, and not the digits.</summary>
    public bool IsFashion { get; private init; }

    public int BatchSize { get; private init; } = 32;

    public int Threads { get; private init; } = 1;

    /// <summary>Where scores are written.</summary>
    public string Folder { get; private init; } = ".";

    /// <summary>Whether each rank reads rows of its own.</summary>
    public bool HasShares { get; private init; }

    public bool Synchronizes { get; private init; }

    /// <summary>Whether no cluster is used, launcher or not.</summary>
    public bool IsAlone { get; private init; }

    /// <summary>As what gradients are sent.</summary>
    public GradientWire Wire { get; private init; }

    /// <summary>Whether binary kernels are trained by Lion, with any wire.</summary>
    public bool UsesLion { get; private init; }

    public int Seed { get; private init; } = 1;

    /// <summary>The rank that reads a row which cannot be trained on; −1 for none.</summary>
    public int FailsOn { get; private init; } = -1;

    /// <summary>The rank that never calls <c>Cluster.Mpi()</c>; −1 for none.</summary>
    public int SleepsOn { get; private init; } = -1;

    /// <summary>Whether the program goes on after a training that failed.</summary>
    public bool Catches { get; private init; }

    /// <summary>How long a rank waits for another.</summary>
    public TimeSpan? Patience { get; private init; }

    /// <exception cref="FormatException">There is no such option, or its value is none.</exception>
    public static CommandLine Parse(string[] args)
    {
        var line = new CommandLine();
        for (var i = 0; i < args.Length; i++)
        {
            line = args[i] switch
            {
                "--shares" => line with { HasShares = true },
                "--synchronize" => line with { Synchronizes = true },
                "--alone" => line with { IsAlone = true },
                "--fashion" => line with { IsFashion = true },
                "--lion" => line with { UsesLion = true },
                "--seed" => line with { Seed = Number() },
                "--wire" => line with { Wire = Enum.Parse<GradientWire>(args[++i], ignoreCase: true) },
                "--epochs" => line with { Epochs = Number() },
                "--batch" => line with { BatchSize = Number() },
                "--threads" => line with { Threads = Number() },
                "--fail-on" => line with { FailsOn = Number() },
                "--sleep-on" => line with { SleepsOn = Number() },
                "--catch" => line with { Catches = true },
                "--patience" => line with { Patience = TimeSpan.FromSeconds(Number()) },
                "--folder" => line with { Folder = args[++i] },
                var other => throw new FormatException($"There is no option '{other}'."),
            };

            int Number() => int.Parse(args[++i], CultureInfo.InvariantCulture);
        }

        return line;
    }
}
