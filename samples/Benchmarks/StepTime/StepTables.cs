using System.Globalization;
using System.Text;
using Microsoft.ML.Larq.Clusters;

namespace Larq.Benchmarks;

/// <summary>The tables of samples/StepTime.md.</summary>
internal static class StepTables
{
    private static readonly int[] Few = [2, 8, 32, 128, 1024];
    private static readonly int[] Doubled = [2, 4, 8, 16, 32, 64, 128, 256, 512, 1024];

    /// <summary>How many times as fast as a core a device is that the tables suppose.</summary>
    private static readonly int[] Speeds = [1, 16, 100];

    /// <summary>In the page's order.</summary>
    public static IEnumerable<string> All =>
    [
        Links(), Constants(), Checks(), .. Both(Beside), .. Both(Gains), .. Both(Hidden),
    ];

    private static IEnumerable<string> Both(Func<StepNetwork, string> table) =>
        [table(StepNetwork.QuickNet), table(StepNetwork.Digits)];

    private static string Links() => Table(
        "| network | α | 1/β | from |\n|---|---:|---:|---|",
        Link.Networks.Append(Link.Memory).Select(link =>
            $"{link.Name} | {Number(1e6 * link.Latency)} µs | {Number(link.Rate / 1e6)} MB/s | {link.Source}"));

    private static string Constants() => Table(
        "| of this machine | digits | QuickNet |\n|---|---:|---:|",
        [
            Line("weights that are trained", network => $"{network.Weights.All:N0}"),
            Line("of these of binary kernels", network => $"{network.Weights.Binary:N0}"),
            Line("rows of a rank in a step", network => $"{network.Batch}"),
            Line("computing, one core", network => $"{Number(1e3 * network.Computing)} ms"),
            Line("beside messages, exact", network => $"{Number(network.Work.Exact)} ns a weight"),
            Line("bfloat16", network => $"{Number(network.Work.Half)} ns a weight"),
            Line("one bit", network => $"{Number(network.Work.Bit)} ns a weight"),
        ]);

    private static string Checks() => Table(
        "| two ranks here | predicted | measured | error |\n|---|---:|---:|---:|",
        StepNetwork.All.SelectMany(network => new[]
        {
            Check(network, "exact", network.Sums.Exact, Numbers(network, GradientWire.Exact)),
            Check(network, "bfloat16", network.Sums.Half, Numbers(network, GradientWire.BFloat16)),
            Check(network, "votes", network.Sums.Bit, Numbers(network, GradientWire.OneBit)),
            Check(
                network, "a whole step, exact", network.Measured.Together,
                network.Measured.Alone + StepModel.Beside(network, Link.Memory, 2, GradientWire.Exact)),
        }));

    // All weights as one wire sends those that it is for.
    private static double Numbers(StepNetwork network, GradientWire wire)
    {
        var count = network.Weights.All;
        return wire == GradientWire.OneBit
            ? (1e-9 * count * network.Work.Bit) + Link.Memory.Trade(2, count / 8.0)
            : StepModel.Beside(network, Link.Memory, 2, wire);
    }

    private static string Check(StepNetwork network, string what, double measured, double predicted) =>
        $"{network.Name}, {what} | {Number(1e3 * predicted)} ms | {Number(1e3 * measured)} ms | "
        + $"{100 * ((predicted / measured) - 1):+0;−0;0} %";

    private static string Beside(StepNetwork network) => Table(
        $"| {network.Name}: ms beside computing | {Columns(Few)} |\n|---|{Rules(Few)}",
        Link.Networks.SelectMany(link => new[]
        {
            Cells($"{link.Name}, exact", Few, n => 1e3 * StepModel.Beside(network, link, n, GradientWire.Exact)),
            Cells($"{link.Name}, bfloat16", Few, n => 1e3 * StepModel.Beside(network, link, n, GradientWire.BFloat16)),
            Cells($"{link.Name}, one bit", Few, n => 1e3 * StepModel.Beside(network, link, n, GradientWire.OneBit)),
            Cells(
                $"{link.Name}, exact by a tree", Few,
                n => 1e3 * (StepModel.Tree(network, link, n) + StepModel.Work(network, GradientWire.Exact))),
        }));

    private static string Gains(StepNetwork network) => Table(
        $"| {network.Name}: steps of one bit for one exact | {Columns(Doubled)} |\n|---|{Rules(Doubled)}",
        Speeds.SelectMany(speed => Link.Networks.Select(link => Cells(
            $"{Device(speed)}, {link.Name}", Doubled,
            n => StepModel.Gain(network, link, n, network.Computing / speed)))));

    private static string Hidden(StepNetwork network) => Table(
        $"| {network.Name}: % of an exact step that could hide | {Columns(Few)} |\n|---|{Rules(Few)}",
        Speeds.SelectMany(speed => Link.Networks.Select(link => Cells(
            $"{Device(speed)}, {link.Name}", Few,
            n => 100 * StepModel.Hidden(network, link, n, network.Computing / speed)))));

    private static string Device(int speed) => speed == 1 ? "a core" : $"{speed}×";

    private static string Line(string what, Func<StepNetwork, FormattableString> value) =>
        $"{what} | {Text(value(StepNetwork.Digits))} | {Text(value(StepNetwork.QuickNet))}";

    private static string Columns(int[] ranks) => string.Join(" | ", ranks.Select(n => n.ToString("N0", Invariant)));

    private static string Rules(int[] ranks) => string.Concat(ranks.Select(_ => "---:|"));

    private static string Cells(string head, int[] ranks, Func<int, double> value) =>
        $"{head} | {string.Join(" | ", ranks.Select(n => Number(value(n))))}";

    private static string Table(string head, IEnumerable<string> rows)
    {
        var text = new StringBuilder(head).Append('\n');
        foreach (var row in rows) text.Append("| ").Append(row).Append(" |\n");
        return text.ToString();
    }

    // Three digits, of more all before the point.
    private static string Number(double value) => value.ToString(
        value >= 99.95 ? "N0" : value >= 9.995 ? "0.0" : value >= 0.09995 ? "0.00" : "0.000", Invariant);

    private static string Text(FormattableString text) => text.ToString(Invariant);

    private static CultureInfo Invariant => CultureInfo.InvariantCulture;
}
