using Microsoft.ML.Larq.Networks;

namespace ImageClassification;

/// <summary>
/// A network of the zoo: whole, and as a trunk that gives a picture of features for a head of one's own.
/// </summary>
internal sealed record ZooNetwork(string Name, Func<NetworkTensor, int, NetworkTensor> Whole)
{
    /// <summary>Those whose published weights fit images of any size.</summary>
    public static IReadOnlyList<ZooNetwork> All { get; } =
    [
        new("QuickNetSmall", Zoo.QuickNetSmall),
        new("QuickNet", Zoo.QuickNet),
        new("QuickNetLarge", Zoo.QuickNetLarge),
        new("BinaryResNetE18", Zoo.BinaryResNetE18),
        new("BiRealNet", Zoo.BiRealNet),
        new("BinaryDenseNet28", Zoo.BinaryDenseNet28),
        new("BinaryDenseNet37", Zoo.BinaryDenseNet37),
        new("BinaryDenseNet45", Zoo.BinaryDenseNet45),
        new("MeliusNet22", Zoo.MeliusNet22),
        new("RealToBinaryNet", Zoo.RealToBinaryNet),
    ];

    /// <summary>A QuickNet of a fiftieth of the weights, quick enough to be trained while one waits.</summary>
    public static ZooNetwork Tiny { get; } = new(
        "a tiny QuickNet", (input, outputs) => Zoo.QuickNet(input, outputs, [2, 2, 2], [32, 64, 128]));

    /// <summary>The network without its top: its features.</summary>
    public NetworkTensor Trunk(NetworkTensor input) => Whole(input, 0);

    /// <exception cref="FormatException">There is none of that name.</exception>
    public static ZooNetwork Find(string name) =>
        All.FirstOrDefault(network => network.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? throw new FormatException(
                $"Option --network is one of {string.Join(", ", All.Select(network => network.Name))}, got '{name}'.");
}
