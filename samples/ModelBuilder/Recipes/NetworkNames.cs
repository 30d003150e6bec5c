namespace Larq.ModelBuilder.Recipes;

/// <summary>Networks that can be asked for by name, in place of the one that the preset has.</summary>
internal static class NetworkNames
{
    public const string Vector = "vector";
    public const string VectorSmall = "vector-small";
    public const string VectorLarge = "vector-large";
    public const string Image = "image";
    public const string QuickNetSmall = "quicknet-small";
    public const string QuickNet = "quicknet";
    public const string QuickNetLarge = "quicknet-large";

    /// <summary>The smallest side of an image that QuickNet takes.</summary>
    public const int SmallestQuickNet = 29;

    private static readonly string[] Tables = [Vector, VectorSmall, VectorLarge];
    private static readonly string[] Images = [Image, QuickNetSmall, QuickNet, QuickNetLarge];

    /// <summary>Those that learn such data.</summary>
    public static IReadOnlyList<string> For(Scenario scenario) =>
        scenario == Scenario.ImageClassification ? Images : Tables;

    /// <summary>The smallest side of an image; 8 where the network does not ask for more.</summary>
    public static int SmallestSide(string? network) =>
        network is QuickNetSmall or QuickNet or QuickNetLarge ? SmallestQuickNet : 8;
}
