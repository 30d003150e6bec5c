namespace ImageClassification.Drawing;

/// <summary>Figures to draw: whether a point belongs to one that lies within the unit circle.</summary>
internal static class Figures
{
    /// <summary>What the trunk is trained on.</summary>
    public static IReadOnlyDictionary<string, Func<double, double, bool>> Known { get; } =
        new Dictionary<string, Func<double, double, bool>>
        {
            ["disc"] = (x, y) => Radius(x, y) < 0.85,
            ["ring"] = (x, y) => Radius(x, y) is > 0.5 and < 0.9,
            ["square"] = (x, y) => Square(x, y) < 0.68,
            ["frame"] = (x, y) => Square(x, y) is > 0.4 and < 0.7,
            ["triangle"] = Triangle,
            ["cross"] = (x, y) => Square(x, y) < 0.9 && Math.Min(Math.Abs(x), Math.Abs(y)) < 0.25,
            ["half disc"] = (x, y) => Radius(x, y) < 0.95 && y > 0,
            ["stripes"] = (x, y) => Square(x, y) < 0.7 && Math.Abs(y) > 0.2,
        };

    /// <summary>What it has never seen, and the new head is trained on.</summary>
    public static IReadOnlyDictionary<string, Func<double, double, bool>> New { get; } =
        new Dictionary<string, Func<double, double, bool>>
        {
            ["star"] = (x, y) => Radius(x, y) < 0.62 + (0.35 * Math.Cos(5 * Math.Atan2(y, x))),
            ["moon"] = (x, y) => Radius(x, y) < 0.95 && Radius(x - 0.45, y) > 0.75,
            ["arrow"] = (x, y) => x > 0 ? Math.Abs(y) < 0.85 - x : x > -0.9 && Math.Abs(y) < 0.22,
            ["heart"] = (x, y) => Heart(1.2 * x, (1.2 * y) + 0.1),
            ["dots"] = (x, y) => Radius(Math.Abs(x) - 0.5, Math.Abs(y) - 0.5) < 0.36,
        };

    private static double Radius(double x, double y) => Math.Sqrt((x * x) + (y * y));

    private static double Square(double x, double y) => Math.Max(Math.Abs(x), Math.Abs(y));

    private static bool Triangle(double x, double y) => y > -0.5 && Math.Abs(x) < (0.95 - y) * 0.58;

    // (x² + y² − 1)³ < x²y³
    private static bool Heart(double x, double y)
    {
        var inside = (x * x) + (y * y) - 1;
        return inside * inside * inside < x * x * y * y * y;
    }
}
