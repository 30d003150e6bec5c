using System.Globalization;
using System.Text;
using Microsoft.ML.Larq.Clusters;

namespace Larq.Benchmarks;

/// <summary>The plot of samples/StepTime.md: what a step takes beside computing, over the number of ranks.</summary>
internal static class StepPlot
{
    private const int Width = 250;
    private const int Height = 150;
    private const int Left = 72;
    private const int Top = 46;
    private const int Between = 30;
    private const int Below = 70;
    private const int MostDoublings = 10;

    private static readonly (string Class, string Text, Func<StepNetwork, Link, int, double> Seconds)[] Lines =
    [
        ("e", "exact", (network, link, n) => StepModel.Beside(network, link, n, GradientWire.Exact)),
        ("h", "bfloat16", (network, link, n) => StepModel.Beside(network, link, n, GradientWire.BFloat16)),
        ("o", "one bit", (network, link, n) => StepModel.Beside(network, link, n, GradientWire.OneBit)),
        ("r", "exact by a tree", (network, link, n) =>
            StepModel.Tree(network, link, n) + StepModel.Work(network, GradientWire.Exact)),
    ];

    public static string Svg()
    {
        var svg = new StringBuilder(
            """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 920 500" width="920" height="500"
                 role="img" font-family="sans-serif" font-size="12">
              <title>Milliseconds of a step beside computing, of 2 to 1,024 ranks, as the model has them</title>
              <style>
                text { fill: #57606a } .g { stroke: #8c959f; stroke-opacity: .35 }
                .e, .h, .o, .r, .c { fill: none; stroke-width: 1.8 }
                .e { stroke: #0969da } .h { stroke: #8250df } .o { stroke: #1a7f64 }
                .r { stroke: #bc4c00; stroke-dasharray: 5 3 } .c { stroke: #8c959f; stroke-dasharray: 2 3 }
                @media (prefers-color-scheme: dark) { text { fill: #9198a1 } }
              </style>

            """);
        StepNetwork[] networks = [StepNetwork.QuickNet, StepNetwork.Digits];
        for (var row = 0; row < networks.Length; row++)
        {
            for (var column = 0; column < Link.Networks.Count; column++)
                Panel(svg, networks[row], Link.Networks[column], column, row);
        }

        for (var i = 0; i < Lines.Length; i++) Legend(svg, Lines[i].Class, Lines[i].Text, i);
        Legend(svg, "c", "computing, a core", Lines.Length);
        return svg.Append("</svg>\n").ToString();
    }

    private static void Panel(StringBuilder svg, StepNetwork network, Link link, int column, int row)
    {
        var (left, top) = (Left + (column * (Width + Between)), Top + (row * (Height + Below)));
        var (low, high) = network == StepNetwork.QuickNet ? (-2.0, 1.0) : (-4.0, -0.5);
        Add(svg, $"  <text x=\"{left}\" y=\"{top - 8}\">{network.Name}, {link.Name}</text>");
        for (var power = (int)Math.Ceiling(low); power <= high; power++)
        {
            var y = Y(power);
            Add(svg, $"  <path class=\"g\" d=\"M{left} {y:F1}h{Width}\"/>");
            if (column == 0)
            {
                var words = Math.Pow(10, power + 3);
                Add(svg, $"  <text x=\"{left - 6}\" y=\"{y + 4:F1}\" text-anchor=\"end\">{words:#,0.###} ms</text>");
            }
        }

        foreach (var doublings in (int[])[1, 4, 7, MostDoublings])
        {
            var (x, y) = (X(doublings), top + Height + 16);
            Add(svg, $"  <text x=\"{x:F1}\" y=\"{y}\" text-anchor=\"middle\">{1 << doublings:N0}</text>");
        }

        foreach (var (kind, _, seconds) in Lines)
        {
            var points = Enumerable.Range(1, MostDoublings).Select(doublings => string.Create(
                CultureInfo.InvariantCulture,
                $"{X(doublings):F1},{Y(Math.Log10(seconds(network, link, 1 << doublings))):F1}"));
            Add(svg, $"  <polyline class=\"{kind}\" points=\"{string.Join(' ', points)}\"/>");
        }

        Add(svg, $"  <path class=\"c\" d=\"M{left} {Y(Math.Log10(network.Computing)):F1}h{Width}\"/>");

        double X(int doublings) => left + (Width * (doublings - 1.0) / (MostDoublings - 1));

        double Y(double power) => top + (Height * (1 - ((Math.Clamp(power, low, high) - low) / (high - low))));
    }

    private static void Legend(StringBuilder svg, string kind, string text, int place)
    {
        var x = Left + (place * 162);
        Add(svg, $"  <path class=\"{kind}\" d=\"M{x} 478h28\"/>");
        Add(svg, $"  <text x=\"{x + 34}\" y=\"482\">{text}</text>");
    }

    private static void Add(StringBuilder svg, FormattableString line) =>
        svg.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
