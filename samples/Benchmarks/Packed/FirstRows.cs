using System.Diagnostics;
using System.Globalization;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Packed;

namespace Larq.Benchmarks;

/// <summary>
/// The first 200 rows of a fresh process against those when nothing is compiled any more, by the runtime's usual tiers,
/// which the rest of this program does without; and how long compiling the network takes.
/// </summary>
internal static class FirstRows
{
    private const int First = 200;
    private const int Rows = 20_000;

    private static readonly Dictionary<string, Func<NetworkDefinition>> Networks = new()
    {
        ["QuickNet"] = () => ZooModel.All[0].Define(),
        ["table"] = () => NetworkDefinition.Build(new TensorShape(60), x => x.Thermometer(8)
            .QuantDense(512, kernelQuantizer: "ste_sign", useBias: false).BatchNormalization()
            .QuantDense(512, "ste_sign", "ste_sign", useBias: false).BatchNormalization()
            .QuantDense(2, "ste_sign", "ste_sign")),
        ["digits"] = () => NetworkDefinition.Build(new TensorShape(8, 8, 1), x => x
            .QuantConv2D(64, 3, kernelQuantizer: "ste_sign", useBias: false).BatchNormalization()
            .QuantConv2D(64, 3, inputQuantizer: "ste_sign", kernelQuantizer: "ste_sign", useBias: false)
            .BatchNormalization().Flatten().QuantDense(10, "ste_sign", "ste_sign")),
    };

    public static int Run(string[] options)
    {
        Row.Report(Networks.Keys.Select(Child), options);
        return 0;
    }

    /// <summary>
    /// What the child process does: microseconds of the first rows and of the last, milliseconds to compile.
    /// </summary>
    public static int RunChild(string name)
    {
        var definition = Networks[name]();
        var weights = NetworkWeights.Initialize(definition, 1);
        var start = Stopwatch.GetTimestamp();
        var network = PackedNetwork.Compile(definition, weights);
        var compiled = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        var (row, scores) = (RandomNumbers.Of(network.InputSize), new float[network.OutputSize]);
        var times = new double[network.Report.Macs > 100_000_000 ? Rows / 25 : Rows];
        for (var i = 0; i < times.Length; i++)
        {
            times[i] = 1e6 * Stopwatches.Time(() => network.Score(row, scores));
            if (i % 1000 == 999) Thread.Sleep(150); // Code is compiled again while nothing new is called.
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{times[..First].Average()} {Stopwatches.Median(times[^First..])} {compiled}"));
        return 0;
    }

    private static Row Child(string name)
    {
        var start = new ProcessStartInfo(ZooCommand.ThisProgram)
        {
            ArgumentList = { "first-child", name },
            RedirectStandardOutput = true,
            Environment = { ["DOTNET_TieredCompilation"] = "1", ["DOTNET_TieredPGO"] = "1" },
        };
        using var process = Process.Start(start)!;
        double[] figures =
        [
            .. process.StandardOutput.ReadToEnd().Split(' ')
                .Select(text => double.Parse(text, CultureInfo.InvariantCulture)),
        ];
        process.WaitForExit();
        return new Row($"first-{name}", figures[0], "µs", "later rows", figures[1])
        {
            LessIsBetter = true,
            Note = FormattableString.Invariant($"compiled in {figures[2]:N0} ms"),
        };
    }
}
