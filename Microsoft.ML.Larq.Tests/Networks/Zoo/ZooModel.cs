using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Tests.Networks;

/// <summary>A model of the zoo as the tests build it.</summary>
/// <param name="Name">Larq Zoo's name, which its golden files have.</param>
/// <param name="Network">The model with outputs.</param>
/// <param name="Features">The model without its top.</param>
/// <param name="Side">
/// The smallest image of a side that the tests need: 32, or what the model's windows ask for.
/// </param>
internal sealed record ZooModel(
    string Name, Func<NetworkTensor, int, NetworkTensor> Network, Func<NetworkTensor, NetworkTensor> Features,
    int Side = 32)
{
    private const int Units = 64;

    /// <summary>The model, or one of fewer units where almost all weights are those of its dense layers.</summary>
    public Func<NetworkTensor, int, NetworkTensor> Light { get; init; } = Network;

    public static IReadOnlyList<ZooModel> All { get; } =
    [
        new("QuickNetSmall", Zoo.QuickNetSmall, Zoo.QuickNetSmall),
        new("QuickNet", Zoo.QuickNet, x => Zoo.QuickNet(x)),
        new("QuickNetLarge", Zoo.QuickNetLarge, Zoo.QuickNetLarge),
        new("BinaryAlexNet", Zoo.BinaryAlexNet, x => Zoo.BinaryAlexNet(x), 57)
        {
            Light = (x, outputs) => Zoo.BinaryAlexNet(x, outputs, units: Units),
        },
        new("XNORNet", Zoo.XnorNet, x => Zoo.XnorNet(x), 217)
        {
            Light = (x, outputs) => Zoo.XnorNet(x, outputs, Units),
        },
        new("DoReFaNet", Zoo.DoReFaNet, x => Zoo.DoReFaNet(x), 44)
        {
            Light = (x, outputs) => Zoo.DoReFaNet(x, outputs, units: Units),
        },
        new("BiRealNet", Zoo.BiRealNet, Zoo.BiRealNet),
        new("BinaryResNetE18", Zoo.BinaryResNetE18, Zoo.BinaryResNetE18),
        new("BinaryResNetE34", Zoo.BinaryResNetE34, Zoo.BinaryResNetE34),
        new("BinaryDenseNet28", Zoo.BinaryDenseNet28, Zoo.BinaryDenseNet28),
        new("BinaryDenseNet37", Zoo.BinaryDenseNet37, Zoo.BinaryDenseNet37),
        new("BinaryDenseNet37Dilated", Zoo.BinaryDenseNet37Dilated, Zoo.BinaryDenseNet37Dilated),
        new("BinaryDenseNet45", Zoo.BinaryDenseNet45, Zoo.BinaryDenseNet45),
        new("MeliusNet22", Zoo.MeliusNet22, Zoo.MeliusNet22),
        new("RealToBinaryNet", Zoo.RealToBinaryNet, Zoo.RealToBinaryNet),
        new("RealToBinNetBAN", Zoo.RealToBinaryNetBAN, Zoo.RealToBinaryNetBAN),
        new("RealToBinNetFP", Zoo.RealToBinaryNetFP, Zoo.RealToBinaryNetFP),
        new("StrongBaselineBNN", Zoo.StrongBaselineBNN, Zoo.StrongBaselineBNN),
        new("StrongBaselineBAN", Zoo.StrongBaselineBAN, Zoo.StrongBaselineBAN),
        new("ResNet18FP", Zoo.ResNet18FP, Zoo.ResNet18FP),
    ];

    /// <summary>As rows of test data.</summary>
    public static IEnumerable<string[]> Names => All.Select(model => (string[])[model.Name]);

    public static ZooModel Of(string name) => All.Single(model => model.Name == name);

    /// <summary>At 224×224×3, for 1000 outputs, without a softmax.</summary>
    public NetworkDefinition Full() => NetworkDefinition.Build(new TensorShape(224, 224, 3), x => Network(x, 1000));

    public NetworkDefinition Small(int outputs) =>
        NetworkDefinition.Build(new TensorShape(Side, Side, 3), x => Light(x, outputs));
}
